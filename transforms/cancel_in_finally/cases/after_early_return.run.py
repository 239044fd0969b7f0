"""The status does not stay at closing, and a second close still waits for the first."""

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


class Transport:
    def __init__(self, how):
        self.say_goodbye = Fault(how)
        self.waits = 0

    async def wait_closed(self):
        self.waits += 1


async def run(case, how):
    session = case.Session(Transport(how))
    return await end(session.aclose(), how), session.status


async def scenario_twice(case):
    session = case.Session(Transport("hangs"))
    first = asyncio.ensure_future(session.aclose())
    await asyncio.sleep(0)
    second = await end(session.aclose(), None)
    first.cancel()
    await asyncio.wait([first])
    return second, session._transport.waits


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (("returned", ("OSError('lost')", "closing")), ("returned", ("OSError('lost')", "closed"))),
    "is_cancelled": (("returned", ("cancelled", "closing")), ("returned", ("cancelled", "closed"))),
}
