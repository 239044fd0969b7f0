"""The flag is reset when the client fails, when the task is cancelled, and when the data cannot be encoded."""

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
        self.got = []

    async def put(self, name, body):
        self.got.append((name, body))
        await Fault(self.how)()


async def run(case, how):
    client = Client(how)
    uploader = case.Uploader(client)
    return await end(uploader.upload("a", "text"), how), client.got, uploader._uploading


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def scenario_counts_bytes(case):
    return await case.Uploader(Client(None)).upload("a", "t\u00e9")


async def scenario_cannot_be_encoded(case):
    client = Client(None)
    uploader = case.Uploader(client)
    return (await end(uploader.upload("a", "\ud800"), None))[:18], client.got, uploader._uploading


PUT = [("a", b"text")]

CHANGED = {
    "fails": (("returned", ("OSError('lost')", PUT, True)), ("returned", ("OSError('lost')", PUT, False))),
    "is_cancelled": (("returned", ("cancelled", PUT, True)), ("returned", ("cancelled", PUT, False))),
    "cannot_be_encoded": (("returned", ("UnicodeEncodeError", [], True)), ("returned", ("UnicodeEncodeError", [], False))),
}
