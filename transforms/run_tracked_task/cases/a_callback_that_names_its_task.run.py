"""The task survives the collector. Its failure is printed as before, and logged too."""

import asyncio
import gc
import weakref

OURS = ("ERROR", "A background task failed [ValueError]")
LOGGED = {"fails": [OURS]}
DROPPED = {"survives": [("ERROR", "Task was destroyed but it is pending!")]}


async def main(case):
    case.print = (printed := []).append
    await case.main()
    for _ in range(5):
        await asyncio.sleep(0)
    return printed


async def scenario_ends_well(case):
    return await main(case)


async def scenario_fails(case):
    async def run():
        raise ValueError("lost")

    case.run = run
    return [repr(error) for error in await main(case)]


async def scenario_survives(case):
    events, ended = [], []

    async def run():
        event = asyncio.Event()
        events.append(weakref.ref(event))
        await event.wait()
        ended.append("run")

    case.run = run
    await main(case)
    gc.collect()
    if event := events[0]():
        event.set()
    for _ in range(5):
        await asyncio.sleep(0)
    return ended


CHANGED = {"survives": (("returned", []), ("returned", ["run"]))}
