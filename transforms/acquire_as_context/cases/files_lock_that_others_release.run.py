"""What fails lets go of its lock. Where the other file has released it meanwhile, letting go also fails after a failure,
or takes the lock from whoever holds it now."""

import asyncio


async def check(name):
    if name == "bad":
        raise ValueError(name)


async def failing(name):
    raise OSError(name)


async def ended(work):
    result = await asyncio.gather(work, return_exceptions=True)
    return repr(result[0])


async def scenario_ends_well(case):
    stock, shop = case.Stock(), case.Shop()
    left = [await ended(work) for work in (stock.bring("tea", check), stock.close(check), shop.pay(check))]
    return left, stock._gate.locked(), stock._door.locked(), shop._till.locked()


async def scenario_fails(case):
    stock, shop = case.Stock(), case.Shop()
    left = [await ended(work) for work in (stock.bring("bad", check), stock.close(failing), shop.pay(failing))]
    return left, stock._gate.locked(), stock._door.locked(), shop._till.locked()


async def scenario_cancelled(case):
    stock = case.Stock()
    task = asyncio.create_task(stock.bring("tea", lambda _: asyncio.Event().wait()))
    await asyncio.sleep(0)
    during = stock._gate.locked()
    task.cancel()
    await asyncio.wait([task])
    return during, task.cancelled(), stock._gate.locked()


async def scenario_lent(case):
    import clerk

    class Borrower:
        def take(self, lock):
            self.lock = lock

    stock, borrower = case.Stock(), Borrower()
    clerk.lend(stock, borrower)
    await ended(stock.close(failing))
    return borrower.lock.locked()


async def forced(stock, outcome, others=None):
    import clerk

    async def meanwhile(name):
        await clerk.force(stock)
        if others:
            await stock._gate.acquire()
        if outcome:
            raise outcome

    return await ended(stock.bring("tea", meanwhile)), stock._gate.locked()


async def scenario_forced_and_ends_well(case):
    return await forced(case.Stock(), None)


async def scenario_forced_and_fails(case):
    return await forced(case.Stock(), OSError("lost"))


async def scenario_forced_and_taken_by_others(case):
    return await forced(case.Stock(), OSError("lost"), others=True)


FAILED = ["ValueError('bad')", "OSError('door')", "OSError('till')"]

CHANGED = {
    "fails": (("returned", (FAILED, True, True, True)), ("returned", (FAILED, False, False, False))),
    "cancelled": (("returned", (True, True, True)), ("returned", (True, True, False))),
    "lent": (("returned", True), ("returned", False)),
    "forced_and_fails": (
        ("returned", ("OSError('lost')", False)),
        ("returned", ("RuntimeError('Lock is not acquired.')", False)),
    ),
    "forced_and_taken_by_others": (("returned", ("OSError('lost')", True)), ("returned", ("OSError('lost')", False))),
}
