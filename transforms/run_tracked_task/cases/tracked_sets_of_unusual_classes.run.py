"""Tasks of all kinds of classes survive a collection, and a failure is logged by the module."""

import asyncio
import gc

DROPPED = {"failure": [("ERROR", "Task exception was never retrieved")]}
LOGGED = {"failure": [("ERROR", "A background task failed [OSError]")]}


async def settle():
    gc.collect()
    for _ in range(10):
        await asyncio.sleep(0)


async def scenario_success(module):
    module.Point().note()
    module.Frozen().note()
    module.Slotted().note()
    module.Bare().note()
    module.Pair(1).note()
    module.Colour.RED.note()
    module.Tools.of_class()
    module.Tools.of_nobody(())
    module.Tools().nested()
    await settle()
    return len(getattr(module, "_background_tasks", ()))


async def scenario_failure(module):
    module.Tools.of_nobody(None)
    await settle()
