"""After a failure or a cancellation the flag is reset, for which the property of the subclass runs once more."""

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


async def run(case, how):
    import loud

    loud.print = (values := []).append
    poller = loud.LoudPoller(Link(how))
    return await end(poller.poll(), how), values, poller._polling


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (
        ("returned", ("OSError('lost')", [False, True], True)),
        ("returned", ("OSError('lost')", [False, True, False], False)),
    ),
    "is_cancelled": (
        ("returned", ("cancelled", [False, True], True)),
        ("returned", ("cancelled", [False, True, False], False)),
    ),
}
