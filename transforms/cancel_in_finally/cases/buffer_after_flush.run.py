"""What could not be written is lost also when the flush is cancelled, as the change says."""

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


class Sink:
    def __init__(self, how):
        self.write = Fault(how)
        self.target = "disk"


async def run(case, how):
    recorder = case.Recorder(Sink(how))
    recorder._lines += ["a", "b"]
    return await end(recorder.close(), how), (recorder._lines, hasattr(recorder._sink, "target"))


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


CHANGED = {
    "is_cancelled": (("returned", ("cancelled", (["a", "b"], True))), ("returned", ("cancelled", ([], False)))),
}
