"""After a failed run, a second one was refused, and now it runs. The flag says that no update is under way, and the
count that the failed update raised stays."""

import asyncio
from types import SimpleNamespace


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


async def run(case, how):
    case.asyncio = SimpleNamespace(sleep=Fault(how))
    importer, counter = case.Importer(), case.Counter()
    first = await end(importer.run(), how)
    case.asyncio.sleep.how = None
    second = await end(importer.run(), None)
    case.asyncio.sleep.how = how
    update = await end(counter.update(), how)
    return first, second, update, counter._updating, counter._open


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def scenario_refuses_during_a_run(case):
    case.asyncio = SimpleNamespace(sleep=Fault("hangs"))
    importer = case.Importer()
    first = asyncio.create_task(importer.run())
    await asyncio.sleep(0)
    second = await end(importer.run(), None)
    during = importer._processing
    first.cancel()
    await asyncio.wait([first])
    return second, during


REFUSED = "RuntimeError('a run failed half way')"

CHANGED = {
    "fails": (
        ("returned", ("OSError('lost')", REFUSED, "OSError('lost')", True, 1)),
        ("returned", ("OSError('lost')", "None", "OSError('lost')", False, 1)),
    ),
    "is_cancelled": (
        ("returned", ("cancelled", REFUSED, "cancelled", True, 1)),
        ("returned", ("cancelled", "None", "cancelled", False, 1)),
    ),
}
