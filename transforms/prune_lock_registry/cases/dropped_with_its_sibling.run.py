"""The lock of a peer that is gone is gone; one that is there keeps its lock."""

import asyncio

CHANGED = {"removed": (("returned", 1), ("returned", 0))}


async def scenario_removed(module):
    peers = module.Peers()
    peers.add_peer("a", ("host", 1))
    await peers.send("a", lambda: asyncio.sleep(0))
    peers.remove_peer("a")
    return len(peers._locks)


async def scenario_two_tasks_get_the_same_lock(module):
    peers = module.Peers()
    seen = []

    async def work():
        seen.append(peers._lock("a"))
        await asyncio.sleep(0)
        seen.append(peers._lock("a"))

    await asyncio.gather(peers.send("a", work), peers.send("a", work))
    return len({id(lock) for lock in seen})
