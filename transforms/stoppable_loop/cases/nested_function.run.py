"""After a close the eviction ends."""

import asyncio


async def ends(task):
    """Whether a task ends by itself; else it is cancelled."""
    done, _ = await asyncio.wait([task], timeout=0.3)
    if not done:
        task.cancel()
        await asyncio.wait([task])
    return "ended" if done else "went on"


async def run(case, close):
    cache = case.Cache()
    cache.start()
    await asyncio.sleep(0.02)
    if close:
        cache.close()
    return cache.evictions > 0, await ends(cache.task)


async def scenario_closed(case):
    return await run(case, True)


async def scenario_open(case):
    return await run(case, False)


CHANGED = {"closed": (("returned", (True, "went on")), ("returned", (True, "ended")))}
