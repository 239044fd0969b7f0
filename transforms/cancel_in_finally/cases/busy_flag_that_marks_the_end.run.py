"""A valve whose closing was cut short no longer says that it is closing."""

import asyncio
from types import SimpleNamespace


class Fault:
    """Awaited, it ends well, raises, or waits until it is cancelled."""

    def __init__(self, how):
        self.how = how

    async def __call__(self, *args, **kwargs):
        await asyncio.sleep(0)
        if self.how == "hangs":
            await asyncio.Event().wait()
        if self.how == "fails":
            raise OSError("lost")


async def end(work, how):
    """How it ends; what hangs is cancelled."""
    task = asyncio.ensure_future(work)
    for _ in range(5):
        await asyncio.sleep(0)
    if how == "hangs":
        task.cancel()
    await asyncio.wait([task])
    return "cancelled" if task.cancelled() else repr(task.exception())


async def run(case, how):
    valve = case.Valve()
    case.asyncio = SimpleNamespace(sleep=Fault(how))
    return await end(valve.shut(), how), valve._closing


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def scenario_cancelled_in_its_own_sleep(case):
    valve = case.Valve()
    task = asyncio.create_task(valve.shut())
    await asyncio.sleep(0)
    during = valve._closing
    task.cancel()
    await asyncio.wait([task])
    return during, task.cancelled(), valve._closing


CHANGED = {
    "fails": (("returned", ("OSError('lost')", True)), ("returned", ("OSError('lost')", False))),
    "is_cancelled": (("returned", ("cancelled", True)), ("returned", ("cancelled", False))),
    "cancelled_in_its_own_sleep": (("returned", (True, True, True)), ("returned", (True, True, False))),
}
