"""The client is dropped also when logging out fails; the text that spans lines is sent as it was."""

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


class Client:
    def __init__(self, how):
        self.how = how
        self.got = None

    async def logout(self, reason, note):
        self.got = (reason, note)
        await Fault(self.how)()


async def run(case, how):
    client = case._client = Client(how)
    left = await end(case.teardown_client(), how)
    return left, (case._client is None, client.got)


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "fails": (("returned", ("OSError('lost')", (False, ("\n  done\n", "a     b")))), ("returned", ("OSError('lost')", (True, ("\n  done\n", "a     b"))))),
    "is_cancelled": (("returned", ("cancelled", (False, ("\n  done\n", "a     b")))), ("returned", ("cancelled", (True, ("\n  done\n", "a     b"))))),
}
