import asyncio

LOGGED = {"failure": [("ERROR", "A coroutine that another thread started failed [ValueError]")]}


async def scenario_failure(module):
    feed = module.Feed(asyncio.get_running_loop())
    await asyncio.to_thread(feed.push, None)
    await asyncio.sleep(0.05)


async def scenario_success(module):
    feed = module.Feed(asyncio.get_running_loop())
    await asyncio.to_thread(feed.push_twice, 1)
    await asyncio.sleep(0.05)
