"""A task that ends with an error of its own no longer stays as a dead handle."""

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


async def run(case, how):
    ticker = case.Ticker()

    async def tick():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if how == "fails":
                raise OSError("lost") from None
            raise

    ticker._task = asyncio.ensure_future(tick())
    await asyncio.sleep(0)
    return await end(ticker.stop(), None), ticker._task is None


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (("returned", ("OSError('lost')", False)), ("returned", ("OSError('lost')", True))),
}
