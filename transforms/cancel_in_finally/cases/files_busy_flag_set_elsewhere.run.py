"""What the other file set meanwhile was overwritten at a good end only; now it is overwritten at every end."""

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


class Link:
    def __init__(self, how):
        self.fetch = Fault(how)


async def run(case, how, forced=None):
    from force import force

    poller = case.Poller(Link(how))
    task = asyncio.create_task(poller.poll())
    await asyncio.sleep(0)
    if forced:
        force(poller, forced)
    return await end(task, how), poller._polling


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def scenario_set_elsewhere_and_ends_well(case):
    return await run(case, None, "paused")


async def scenario_set_elsewhere_and_fails(case):
    return await run(case, "fails", "paused")


async def scenario_set_elsewhere_and_is_cancelled(case):
    return await run(case, "hangs", "paused")


CHANGED = {
    "fails": (("returned", ("OSError('lost')", True)), ("returned", ("OSError('lost')", False))),
    "is_cancelled": (("returned", ("cancelled", True)), ("returned", ("cancelled", False))),
    "set_elsewhere_and_fails": (
        ("returned", ("OSError('lost')", "paused")),
        ("returned", ("OSError('lost')", False)),
    ),
    "set_elsewhere_and_is_cancelled": (("returned", ("cancelled", "paused")), ("returned", ("cancelled", False))),
}
