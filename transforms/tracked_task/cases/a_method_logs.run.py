"""The failure is logged by the module instead of asyncio; what is kept, and how long, is the same."""

import asyncio
import gc

FAILED = ("ERROR", "Task exception was never retrieved")
DROPPED = {"failure": [FAILED]}
LOGGED = {"failure": [("ERROR", "A background task of Outbox failed [OSError]")]}


async def fails(*args):
    await asyncio.sleep(0)
    raise OSError("gone")


async def works(*args):
    await asyncio.sleep(0)


async def run(module, job):
    box = module.Outbox(job)
    box.post(1)
    kept = box._open
    before = len(kept)
    gc.collect()
    for _ in range(10):
        await asyncio.sleep(0)
    return before, len(kept)


async def scenario_failure(module):
    return await run(module, fails)


async def scenario_success(module):
    return await run(module, works)
