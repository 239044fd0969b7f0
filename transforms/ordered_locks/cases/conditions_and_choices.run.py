"""A condition waits with its lock as before."""

import asyncio


async def scenario_a_condition_wakes(module):
    quay = module.Quay()
    seen = []

    async def waits():
        async with quay._free:
            await quay._free.wait()
            seen.append("woken")

    waiting = asyncio.create_task(waits())
    await asyncio.sleep(0)
    async with quay._free:
        quay._free.notify()
    await waiting
    return seen, quay._free.locked()


def scenario_a_given_lock_is_kept(module):
    lock = asyncio.Lock()
    return module.Quay(lock)._lock is lock
