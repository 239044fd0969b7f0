"""The task that was cancelled is dropped also when waiting for it is cancelled."""

import asyncio


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


async def stubborn():
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if stubborn.over:
                raise


async def run(case, how):
    sweeper = case.Sweeper()
    stubborn.over = how != "hangs"
    task = sweeper._task = asyncio.ensure_future(stubborn())
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(sweeper.close())
    for _ in range(3):
        await asyncio.sleep(0)
    if how == "hangs":
        closing.cancel()
        stubborn.over = True
    await asyncio.wait([closing, task])
    return "cancelled" if closing.cancelled() else repr(closing.exception()), sweeper._task is None


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "is_cancelled": (("returned", ("cancelled", False)), ("returned", ("cancelled", True))),
}
