"""The writer is closed also when draining fails or is cancelled; where there is no writer yet, nothing changes."""

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


class Server:
    """The server and its writer in one."""

    def __init__(self, ping, drain):
        self.ping = Fault(ping)
        self.drain = Fault(drain)
        self.calls = []

    def lease(self):
        self.calls.append("lease")

    def writer(self):
        self.calls.append("writer")
        return self

    def close(self):
        self.calls.append("close")


async def run(case, drain, ping=None):
    server = Server(ping, drain)
    return await end(case.Mailbox(server).close(), ping or drain), server.calls


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def scenario_ping_fails(case):
    return await run(case, None, ping="fails")


async def scenario_ping_is_cancelled(case):
    return await run(case, None, ping="hangs")


OPEN, CLOSED = ["lease", "writer"], ["lease", "writer", "close"]

CHANGED = {
    "fails": (("returned", ("OSError('lost')", OPEN)), ("returned", ("OSError('lost')", CLOSED))),
    "is_cancelled": (("returned", ("cancelled", OPEN)), ("returned", ("cancelled", CLOSED))),
}
