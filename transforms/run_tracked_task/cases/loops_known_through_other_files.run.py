"""The task of the loop whose type is known is kept and its failure logged once."""

import asyncio
import gc

DROPPED = {
    "fails": [("ERROR", "Task exception was never retrieved")],
    "waits": [("ERROR", "Task was destroyed but it is pending!")],
}
LOGGED = {"fails": [("ERROR", "A background task of Bridge failed [OSError]")]}


async def fails():
    raise OSError("gone")


async def waits():
    await asyncio.Event().wait()


async def run(module, work=None):
    app = module.App(None)
    app.spare_loop.close()
    bridge = module.Bridge(app)
    if work:
        bridge._run = work
    others = asyncio.all_tasks()
    bridge.known()
    started = len(asyncio.all_tasks() - others)
    await asyncio.sleep(0.01)
    gc.collect()
    return started, bridge


async def scenario_success(module):
    started, bridge = await run(module)
    return started, len(getattr(bridge, "_background_tasks", ()))


async def scenario_fails(module):
    started, _ = await run(module, fails)
    return started


async def scenario_waits(module):
    started, _ = await run(module, waits)
    return started
