import asyncio
import gc

LOGGED = {"failures": [("ERROR", "A background task failed [LookupError]")] * 3}
DROPPED = {"failures": [("ERROR", "Task exception was never retrieved")] * 3}


async def scenario_failures(module):
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, stop.set)
    logging_name = module.logger.name
    module.logger.setLevel("ERROR")
    await module.serve(stop)
    gc.collect()
    return logging_name
