"""Each flag is reset after a failure and a cancellation: readers elsewhere, handlers and counters then see False. The
property that refuses every value still refuses the first one, before anything is awaited."""

import asyncio
from types import SimpleNamespace

MODULES = {"frames": {"Base": type("Base", (), {"_loading": False})}}


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


def sleeps(case, how):
    case.asyncio = SimpleNamespace(sleep=Fault(how), CancelledError=asyncio.CancelledError)


async def run(case, how):
    """The flags of the classes that only set and reset one, after the end."""
    sleeps(case, how)
    left = []
    for kind, flag in [("Public", "loading"), ("Inherits", "_loading"), ("Handled", "_loading"), ("Counts", "_loading")]:
        loader = getattr(case, kind)()
        left.append((kind, await end(loader.load(), how), getattr(loader, flag)))
    return left


async def scenario_ends_well(case):
    return await run(case, None)


async def scenario_fails(case):
    return await run(case, "fails")


async def scenario_is_cancelled(case):
    return await run(case, "hangs")


async def property_refuses(case, how):
    sleeps(case, how)
    return await end(case.Property().load(), how)


async def scenario_property_refuses(case):
    return [await property_refuses(case, how) for how in (None, "fails")]


async def handler_reads(case, how):
    sleeps(case, how)
    loader, case.print = case.Handled(), (seen := []).append
    return await end(loader.run(), how), seen, loader._loading


async def scenario_handler_reads(case):
    return await handler_reads(case, "hangs")


async def scenario_handler_has_nothing_to_read(case):
    return await handler_reads(case, None)


async def raises(case, how, gone):
    sleeps(case, how)
    loader = case.Raises()
    loader._gone = gone
    return await end(loader.load(), how), loader._loading


async def scenario_raises_on_purpose(case):
    return await raises(case, None, True)


async def scenario_raises_nothing(case):
    return await raises(case, None, False)


async def scenario_fails_before_it_raises(case):
    return await raises(case, "fails", True)


def all_of(ended, flag):
    return ("returned", [(kind, ended, flag) for kind in ("Public", "Inherits", "Handled", "Counts")])


CHANGED = {
    "fails": (all_of("OSError('lost')", True), all_of("OSError('lost')", False)),
    "is_cancelled": (all_of("cancelled", True), all_of("cancelled", False)),
    "handler_reads": (("returned", ("cancelled", [True], True)), ("returned", ("cancelled", [False], False))),
    "raises_on_purpose": (("returned", ("LookupError('gone')", True)), ("returned", ("LookupError('gone')", False))),
    "fails_before_it_raises": (("returned", ("OSError('lost')", True)), ("returned", ("OSError('lost')", False))),
}
