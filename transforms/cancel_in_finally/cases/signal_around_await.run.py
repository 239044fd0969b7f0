"""The signal does not stay set when the refresh fails."""

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


class Event:
    def __init__(self):
        self.on = False

    def set(self):
        self.on = True

    def clear(self):
        self.on = False


class Cache:
    def __init__(self, how):
        self.refresh = Fault(how)


async def run(case, how):
    busy = Event()
    return await end(case.refresh(Cache(how), busy), how), busy.on


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (("returned", ("OSError('lost')", True)), ("returned", ("OSError('lost')", False))),
    "is_cancelled": (("returned", ("cancelled", True)), ("returned", ("cancelled", False))),
}
