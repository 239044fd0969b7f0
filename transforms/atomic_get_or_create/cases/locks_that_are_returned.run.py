"""Whoever asks first makes it, and everybody gets the same, also where tasks ask in turns."""

import asyncio

GETTERS = ("lock", "again", "inverse", "both", "slots")


def scenario_one_for_all(module):
    channels = module.Channels(2)
    same = []
    for name in GETTERS:
        get = getattr(channels, name)
        first, second, other = get("a"), get("a"), get("b")
        same.append((first is second, first is other))
    same.append(module.gate("a") is module.gate("a"))
    return same, sorted(channels._locks), sorted(module.Channels._shared), sorted(module._gates)


def scenario_what_is_there_stays(module):
    channels = module.Channels(2)
    mine = asyncio.Lock()
    channels._locks["a"] = mine
    return [getattr(channels, name)("a") is mine for name in GETTERS[:4]]


async def scenario_tasks_in_turns(module):
    channels = module.Channels(2)
    entered = []

    async def work(number):
        await asyncio.sleep(0)
        async with channels.lock("a"):
            entered.append(("in", number))
            await asyncio.sleep(0)
            entered.append(("out", number))

    await asyncio.gather(*(work(number) for number in range(3)))
    return entered
