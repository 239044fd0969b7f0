"""The handler that the other file sets is no longer told of the failure: it is logged instead. What the task waits for
no longer decides whether it survives the collector."""

import asyncio
import gc
import weakref
from types import SimpleNamespace

LOGGED = {"fails": [("ERROR", "A background task failed [OSError]")]}


async def start(case, sleep):
    """What the handler is told while `sleep` runs in place of the real one."""
    import main

    told = []
    main.asyncio = SimpleNamespace(new_event_loop=asyncio.get_running_loop)
    main.main(lambda loop, context: told.append(context["message"]))
    case.asyncio = SimpleNamespace(create_task=asyncio.create_task, sleep=sleep)
    case.start()
    for _ in range(5):
        await asyncio.sleep(0)
    gc.collect()
    return told


async def scenario_ends_well(case):
    async def sleep(seconds):
        await asyncio.sleep(0)

    return await start(case, sleep)


async def scenario_fails(case):
    async def sleep(seconds):
        raise OSError(seconds)

    return await start(case, sleep)


async def scenario_survives(case):
    events, ended = [], []

    async def sleep(seconds):
        event = asyncio.Event()
        events.append(weakref.ref(event))
        await event.wait()
        ended.append(seconds)

    told = await start(case, sleep)
    if event := events[0]():
        event.set()
    for _ in range(5):
        await asyncio.sleep(0)
    return told, ended


CHANGED = {
    "fails": (("returned", ["Task exception was never retrieved"]), ("returned", [])),
    "survives": (("returned", (["Task was destroyed but it is pending!"], [])), ("returned", ([], [1]))),
}
