"""The dropped task is kept and its failure logged once, as that of the kept one always was."""

import asyncio
import gc

NEVER = ("ERROR", "Task exception was never retrieved")
PENDING = ("ERROR", "Task was destroyed but it is pending!")
DROPPED = {"fails": [NEVER], "hub_fails": [NEVER], "waits": [PENDING], "hub_waits": [PENDING]}
LOGGED = {"fails": [("WARNING", "task failed [OSError]")], "hub_fails": [("ERROR", "hub [OSError]")]}


async def fails():
    raise OSError("gone")


async def waits():
    await asyncio.Event().wait()


async def run(module, work):
    if work:
        module.work = work
    module.kept()
    module.dropped()
    await asyncio.sleep(0)
    gc.collect()


async def run_hub(module, work):
    hub = module.Hub("hub")
    if work:
        hub._work = work
    hub.kept()
    hub.dropped()
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0)
    return hub


async def scenario_success(module):
    await run(module, None)
    await asyncio.sleep(0)
    return len(module._tasks)


async def scenario_fails(module):
    await run(module, fails)
    await asyncio.sleep(0)
    return len(module._tasks)


async def scenario_waits(module):
    await run(module, waits)


async def scenario_hub_success(module):
    return len((await run_hub(module, None))._running)


async def scenario_hub_fails(module):
    return len((await run_hub(module, fails))._running)


async def scenario_hub_waits(module):
    await run_hub(module, waits)
