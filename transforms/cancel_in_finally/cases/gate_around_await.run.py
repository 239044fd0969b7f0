"""A reader no longer waits for ever at a gate that a failed reload has left closed."""

import asyncio


class Store:
    def __init__(self, fails):
        self.fails = fails
        self.loaded = []

    async def load(self, book):
        await asyncio.sleep(0)
        if book == self.fails:
            raise LookupError(book)
        self.loaded.append(book)

    def peek(self, book):
        return book in self.loaded


async def run(case, fails):
    ledger = case.Ledger(Store(fails))
    try:
        await ledger.reload()
        left = None
    except LookupError as error:
        left = str(error)
    try:
        seen = await asyncio.wait_for(ledger.read("b"), 0.05)
    except asyncio.TimeoutError:
        seen = "hangs"
    return left, seen


async def scenario_loads(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "b")


CHANGED = {"fails": (("returned", ("b", "hangs")), ("returned", ("b", False)))}
