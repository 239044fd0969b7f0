import asyncio
import gc

DROPPED = {"failure": [("ERROR", "Task exception was never retrieved")] * 2}
LOGGED = {"failure": [("ERROR", "A background task of Gossip failed [ConnectionError]")] * 2}
CHANGED = {
    "collected": (("returned", True), ("returned", False)),
}


async def scenario_sends(module):
    gossip = module.Gossip(["a", "b"])
    gossip.announce("again")
    await asyncio.sleep(0.1)
    return sorted(gossip.sent)


async def scenario_failure(module):
    gossip = module.Gossip([None])
    gossip.announce("x")
    await asyncio.sleep(0.1)
    gc.collect()
    return gossip.sent


async def scenario_cancelled_is_no_failure(module):
    gossip = module.Gossip(["a"])
    gossip.announce("x")
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await asyncio.sleep(0.05)
    return gossip.sent, len(getattr(gossip, "_background_tasks", ()))


async def scenario_collected(module):
    """A task that waits for something that only it knows is garbage without the set."""
    gossip = module.Gossip([])

    async def waits(news, delay=0):
        await asyncio.Event().wait()

    gossip._send = waits
    before = asyncio.all_tasks()
    gossip.announce("x")
    await asyncio.sleep(0)
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    gc.collect()
    return len(asyncio.all_tasks() - before) < 2
