"""Readers of a store whose loading failed waited for ever; now they read, though nothing was loaded."""

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
    from readers import read

    store = case.Store()
    store.open.set()
    task = asyncio.create_task(store.reload(Fault(how)))
    reader = asyncio.create_task(read(store))
    await asyncio.sleep(0)
    during = reader.done()
    left = await end(task, how)
    await asyncio.wait([reader], timeout=0.05)
    return during, left, reader.done()


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (("returned", (False, "OSError('lost')", False)), ("returned", (False, "OSError('lost')", True))),
    "is_cancelled": (("returned", (False, "cancelled", False)), ("returned", (False, "cancelled", True))),
}
