"""The blink is sent; its failure is logged; a task that only its own future holds survives a collection."""

import asyncio
import gc

DROPPED = {"failure": [("ERROR", "Task exception was never retrieved")]}
LOGGED = {"failure": [("ERROR", "A background task of Beacon failed [OSError]")]}
CHANGED = {"collected": (("returned", 0), ("returned", 1))}


async def scenario_sends(module):
    sent = []

    async def sender(colour):
        sent.append(colour)

    module.Beacon(sender).blink("red")
    await asyncio.sleep(0.01)
    return sent


async def scenario_failure(module):
    async def sender(colour):
        raise OSError(colour)

    module.Beacon(sender).blink("red")
    await asyncio.sleep(0.01)
    gc.collect()


async def scenario_collected(module):
    async def sender(colour):
        await asyncio.Event().wait()

    beacon = module.Beacon(sender)
    before = asyncio.all_tasks()
    beacon.blink("red")
    await asyncio.sleep(0)
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    gc.collect()
    left = len(asyncio.all_tasks() - before)
    beacon.blink.__self__
    return left


async def scenario_other_classes(module):
    return module.plan("x")
