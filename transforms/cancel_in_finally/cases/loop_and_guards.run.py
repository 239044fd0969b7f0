"""Everything that is let go after the farewell is let go also when the farewell fails."""

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


class Peer:
    def __init__(self, how):
        self.send = Fault(how)
        self.attached = True

    def detach(self):
        self.attached = False


class Sock:
    closed = False

    def close(self):
        self.closed = True
        raise OSError("closed by the other side")


async def run(case, how):
    peers = [Peer(None), Peer("fails lightly"), Peer(how)]

    async def refused(farewell):
        raise ConnectionError

    peers[1].send = refused
    station = case.Station(list(peers))
    station._sock = Sock()
    station._waiter = asyncio.get_running_loop().create_future()
    left = await end(station.disconnect(3), how)
    state = ([peer.attached for peer in peers], station._waiter.done(), station._sock.closed, len(station._peers))
    return left, state


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (("returned", ("OSError('lost')", ([True, True, True], False, False, 3))), ("returned", ("OSError('lost')", ([False, False, False], True, True, 0)))),
    "is_cancelled": (("returned", ("cancelled", ([True, True, True], False, False, 3))), ("returned", ("cancelled", ([False, False, False], True, True, 0)))),
}
