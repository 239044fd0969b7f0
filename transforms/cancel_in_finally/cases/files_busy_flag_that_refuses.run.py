"""After a failure or a cancellation the other file refused to begin; now it begins."""

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


def begins(poller):
    from guard import begin

    try:
        begin(poller)
    except RuntimeError as error:
        return str(error)
    return "begins"


async def run(case, how):
    poller = case.Poller(Link(how))
    task = asyncio.create_task(poller.poll())
    await asyncio.sleep(0)
    during = begins(poller)
    return during, await end(task, how), begins(poller)


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (
        ("returned", ("busy", "OSError('lost')", "busy")),
        ("returned", ("busy", "OSError('lost')", "begins")),
    ),
    "is_cancelled": (("returned", ("busy", "cancelled", "busy")), ("returned", ("busy", "cancelled", "begins"))),
}
