"""The socket is dropped also when a hook that somebody fills fails or is cancelled; the empty hook never does."""

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


async def close(client, how):
    client._socket = "open"
    return await end(client.close(), how), client._socket


async def run(case, how):
    class Filled(case.Client):
        async def on_close(self):
            await Fault(how)()

    return await close(Filled(), how)


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def scenario_the_empty_hook(case):
    return await close(case.Client(), None)


CHANGED = {
    "fails": (("returned", ("OSError('lost')", "open")), ("returned", ("OSError('lost')", None))),
    "is_cancelled": (("returned", ("cancelled", "open")), ("returned", ("cancelled", None))),
}
