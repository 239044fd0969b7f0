import asyncio


async def scenario_late(module):
    latch = module.Latch(2)
    loop = asyncio.get_running_loop()
    loop.call_later(0.02, latch.count_down)
    loop.call_later(0.08, latch.count_down)
    return await latch.reached()


async def scenario_at_once(module):
    latch = module.Latch(1)
    latch.count_down()
    return await latch.reached()


LOGGED = {"late": [("WARNING", "Still waiting for self.__zero in Latch.reached")]}
