"""An early return still leaves the clean-up out; what raises on purpose no longer does, as the change says."""

import asyncio


class Fire:
    def __init__(self, how=None, smokes=False):
        self.how = how
        self.smokes = smokes

    async def out(self):
        await asyncio.sleep(0)
        if self.how:
            raise self.how


async def run(case, fire, cold=False, cancel=False):
    kiln = case.Kiln(fire, cold)
    task = asyncio.ensure_future(kiln.stop())
    await asyncio.sleep(0)
    if cancel:
        task.cancel()
    await asyncio.wait([task])
    left = "cancelled" if task.cancelled() else repr(task.exception())
    return left, kiln._fire is None


async def scenario_goes_out(case):
    return await run(case, Fire())


async def scenario_was_cold(case):
    return await run(case, Fire(OSError("x")), cold=True)


async def scenario_fails(case):
    return await run(case, Fire(OSError("x")))


async def scenario_is_cancelled(case):
    return await run(case, Fire(), cancel=True)


async def scenario_smokes(case):
    return await run(case, Fire(smokes=True))


CHANGED = {
    "fails": (("returned", ("OSError('x')", False)), ("returned", ("OSError('x')", True))),
    "is_cancelled": (("returned", ("cancelled", False)), ("returned", ("cancelled", True))),
    "smokes": (
        ("returned", ("RuntimeError('it smokes')", False)),
        ("returned", ("RuntimeError('it smokes')", True)),
    ),
}
