"""Somebody subscribes, or leaves, while the hub waits for a full queue."""

import asyncio


async def emit_and(case, meanwhile):
    hub = case.Hub()
    queues = [hub.subscribe(), hub.subscribe()]
    for queue in queues:
        queue.put_nowait("before")
    task = asyncio.create_task(hub.emit("text"))
    await asyncio.sleep(0)
    meanwhile(hub, queues)
    for _ in range(6):
        await asyncio.sleep(0)
        for queue in queues:
            if queue.full():
                queue.get_nowait()
    return await task


async def scenario_quiet(case):
    return await emit_and(case, lambda hub, queues: None)


async def scenario_one_comes(case):
    return await emit_and(case, lambda hub, queues: hub.subscribe() and None)


async def scenario_one_goes(case):
    return await emit_and(case, lambda hub, queues: hub.unsubscribe(queues[0]))


RAISED = ("raised", "RuntimeError", "Set changed size during iteration")
CHANGED = {"one_comes": (RAISED, ("returned", 2)), "one_goes": (RAISED, ("returned", 2))}
