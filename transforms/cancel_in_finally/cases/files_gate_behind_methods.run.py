"""A gate that an own method shuts, and a base class opens again, does not stay shut."""

import asyncio


class Stones:
    def __init__(self, answer):
        self.answer = answer

    async def turn(self):
        await asyncio.sleep(0)
        if self.answer:
            raise self.answer


async def run(case, answer, cancel, name):
    mill = case.Mill(Stones(answer))
    task = asyncio.ensure_future(getattr(mill, name)())
    await asyncio.sleep(0)
    if cancel:
        task.cancel()
    await asyncio.wait([task])
    left = "cancelled" if task.cancelled() else repr(task.exception())
    return left, mill._gate.is_set(), mill._milling


async def scenario_grinds(case):
    return await run(case, None, False, "grind")


async def scenario_grinding_fails(case):
    return await run(case, OSError("dust"), False, "grind")


async def scenario_grinding_is_cancelled(case):
    return await run(case, None, True, "grind")


async def scenario_mills(case):
    return await run(case, None, False, "mill")


async def scenario_milling_fails(case):
    return await run(case, OSError("dust"), False, "mill")


CHANGED = {
    "grinding_fails": (
        ("returned", ("OSError('dust')", False, False)),
        ("returned", ("OSError('dust')", True, False)),
    ),
    "grinding_is_cancelled": (
        ("returned", ("cancelled", False, False)),
        ("returned", ("cancelled", True, False)),
    ),
    "milling_fails": (
        ("returned", ("OSError('dust')", True, True)),
        ("returned", ("OSError('dust')", True, False)),
    ),
}
