import asyncio
import gc

NEVER = ("ERROR", "Task exception was never retrieved")
OURS = ("ERROR", "A background task of Fetcher failed [TimeoutError]")
DROPPED = {"counted": [NEVER]}
LOGGED = {"counted": [OURS], "hooked": [OURS]}


async def scenario_counted(module):
    fetcher = module.Fetcher("u")
    fetcher.start()
    await asyncio.sleep(0.02)
    gc.collect()
    return fetcher.busy, len(module.ENDED)


async def scenario_watched(module):
    fetcher = module.Fetcher("u")
    fetcher.start_watched()
    await asyncio.sleep(0.02)
    return module.ENDED, len(getattr(fetcher, "_background_tasks", ()))


async def scenario_hooked(module):
    seen = []
    module.Fetcher("u").start_hooked(lambda task: seen.append(str(task.exception())))
    await asyncio.sleep(0.02)
    return seen
