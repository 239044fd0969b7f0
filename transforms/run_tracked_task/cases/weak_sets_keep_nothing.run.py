"""The first task, which the weak set does not keep, is kept and its failure logged once."""

import asyncio
import gc

DROPPED = {
    "fails": [("ERROR", "Task exception was never retrieved")],
    "waits": [("ERROR", "Task was destroyed but it is pending!")],
}
LOGGED = {"fails": [("ERROR", "A background task failed [OSError]")]}
CHANGED = {"waits": (("returned", 0), ("returned", 1))}


async def run(module, first):
    """Only the first task does that; the second ends at once."""
    works = [first, lambda: asyncio.sleep(0)]
    module.run = lambda: works.pop(0)()
    hub = module.Hub()
    hub.start()
    await asyncio.sleep(0.01)
    gc.collect()
    return hub.count()


async def scenario_success(module):
    return await run(module, lambda: asyncio.sleep(0))


async def scenario_fails(module):
    async def fails():
        raise OSError("gone")

    return await run(module, fails)


async def scenario_waits(module):
    """It is garbage without the set, and counted with it."""

    async def waits():
        await asyncio.Event().wait()

    return await run(module, waits)
