import gc

LOGGED = {"failure": [("ERROR", "A background task failed [KeyError]")]}
DROPPED = {"failure": [("ERROR", "unhandled: Task exception was never retrieved")]}


async def scenario_failure(module):
    await module.main()
    gc.collect()
