"""After a failure or a cancellation the poller is not busy; the task that the link started goes on as before."""

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
    poller = case.Poller(Link(how))
    return await end(poller.poll(), how), poller._polling


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def scenario_cancelled_while_a_task_runs(case):
    link = case.Link()
    poller = case.Poller(link)
    left = await end(poller.poll(), "hangs")
    return left, poller._polling, [task.done() for task in link._tasks]


CHANGED = {
    "fails": (("returned", ("OSError('lost')", True)), ("returned", ("OSError('lost')", False))),
    "is_cancelled": (("returned", ("cancelled", True)), ("returned", ("cancelled", False))),
    "cancelled_while_a_task_runs": (
        ("returned", ("cancelled", True, [False])),
        ("returned", ("cancelled", False, [False])),
    ),
}
