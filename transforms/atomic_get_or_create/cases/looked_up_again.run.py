"""Two tasks make one each, and both get the one that was stored first."""

import asyncio


async def scenario_the_first_stays(module):
    made = []

    async def make(name):
        made.append(object())
        mine = len(made)
        await asyncio.sleep(0)
        return mine

    cache = module.Cache(make)
    return await asyncio.gather(cache.get("a"), cache.get("a")), len(made)
