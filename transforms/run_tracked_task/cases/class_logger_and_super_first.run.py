import asyncio
import gc

DROPPED = {"failure": [("ERROR", "Task exception was never retrieved")]}
LOGGED = {"failure": [("ERROR", "A background task of Poller failed [OSError]")]}


async def scenario_failure(module):
    poller = module.Poller(1)
    poller.start()
    await asyncio.sleep(0.01)
    gc.collect()
    return poller.closed
