"""A probe whose task waits for something that only the task holds went away with its task; now both stay. While the
task sleeps, the event loop holds both, before and after."""

import asyncio
import gc
from types import SimpleNamespace

PENDING = ("ERROR", "Task was destroyed but it is pending!")
NEVER = ("ERROR", "Task exception was never retrieved")
DROPPED = {"waits_for_its_own": [PENDING], "fails": [NEVER]}
LOGGED = {
    # Only when the loop ends, which cancels the task.
    "waits_for_its_own": [("INFO", "probe of here ends")],
    "fails": [("ERROR", "A background task failed [OSError]")],
}


async def gone(case, probe):
    """What is said of the probe once nobody but its task holds it."""
    said = []
    told, case.logger = case.logger, SimpleNamespace(info=lambda *words: said.append(words[-1]), error=case.logger.error)
    probe("here").begin()
    for _ in range(3):
        await asyncio.sleep(0)
    gc.collect()
    case.logger = told
    return said


async def scenario_sleeps(case):
    return await gone(case, case.Probe)


async def scenario_waits_for_its_own(case):
    class Waits(case.Probe):
        __slots__ = ()

        async def _watch(self):
            await asyncio.Event().wait()

    return await gone(case, Waits)


async def scenario_fails(case):
    class Fails(case.Probe):
        __slots__ = ()

        async def _watch(self):
            raise OSError(self.host)

    return await gone(case, Fails)


CHANGED = {"waits_for_its_own": (("returned", ["here"]), ("returned", []))}
