"""The child is kept and its failure logged once, by the logger that the file did not have."""

import asyncio
import gc

DROPPED = {
    "fails": [("ERROR", "Task exception was never retrieved")],
    "waits": [("ERROR", "Task was destroyed but it is pending!")],
}
LOGGED = {"fails": [("ERROR", "A background task failed [OSError]")]}


async def fails():
    raise OSError("gone")


async def waits():
    await asyncio.Event().wait()


async def run(module):
    await module.main()
    await asyncio.sleep(0)
    gc.collect()


async def scenario_success(module):
    await run(module)
    return len(getattr(module, "_background_tasks", ()))


async def scenario_fails(module):
    module.child = fails
    await run(module)


async def scenario_waits(module):
    module.child = waits
    await run(module)
