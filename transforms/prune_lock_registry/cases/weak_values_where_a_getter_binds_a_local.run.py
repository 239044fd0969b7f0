"""The lock goes after its last user; two tasks get the same lock while one holds it."""

import asyncio
import gc

CHANGED = {"after_the_last_user": (("returned", 1), ("returned", 0))}


async def scenario_after_the_last_user(module):
    topics = module.Topics()
    await topics.publish("a", lambda: asyncio.sleep(0))
    gc.collect()
    return len(topics._locks)


async def scenario_same_lock(module):
    topics = module.Topics()
    locks = []

    async def work():
        locks.append(topics.lock_of("a"))
        await asyncio.sleep(0)

    await asyncio.gather(topics.publish("a", work), topics.publish("a", work))
    return locks[0] is locks[1]
