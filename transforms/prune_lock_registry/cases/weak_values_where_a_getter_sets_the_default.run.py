"""The lock goes after its last user; two tasks get the same lock while one holds it."""

import asyncio
import gc

CHANGED = {"after_the_last_user": (("returned", 2), ("returned", 0))}


async def scenario_after_the_last_user(module):
    files = module.Files()
    await files.write("a", lambda: asyncio.sleep(0))
    await files.read("b", lambda: asyncio.sleep(0))
    gc.collect()
    return len(files._locks)


async def scenario_one_at_a_time(module):
    files = module.Files()
    at_work, most, locks = 0, 0, set()

    async def work():
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        locks.add(files._lock("a"))
        await asyncio.sleep(0)
        gc.collect()
        at_work -= 1

    await asyncio.gather(*(files.write("a", work) for _ in range(4)), files.read("a", work))
    return most, len(locks)
