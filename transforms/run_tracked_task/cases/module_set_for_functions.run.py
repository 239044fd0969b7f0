import asyncio
import gc

DROPPED = {"bad": [("ERROR", "Task exception was never retrieved")]}
LOGGED = {"bad": [("ERROR", "A background task failed [ValueError]")]}


async def scenario_good(module):
    module.on_upload("a", str)
    await asyncio.sleep(0.02)
    return module.SEEN, len(getattr(module, "_background_tasks", ()))


async def scenario_bad(module):
    module.on_upload("bad")
    await asyncio.sleep(0.02)
    gc.collect()
    return module.SEEN


def scenario_no_loop(module):
    """Without a running loop it fails as before."""
    import warnings

    warnings.simplefilter("ignore")
    module.on_upload("a")
