"""A callback that asks the club something waited for ever."""

import asyncio


async def scenario_told(case):
    heard = []

    async def hear(name):
        heard.append(name)

    club = case.Club(hear)
    await club.join("ann")
    await club.join("bob")
    return heard, sorted(club._members)


async def scenario_callback_wants_the_lock(case):
    seen = []

    async def hear(name):
        seen.append(await asyncio.wait_for(club.count(), 0.1))

    club = case.Club(hear)
    await club.join("ann")
    return seen


CHANGED = {"callback_wants_the_lock": (("raised", "TimeoutError", ""), ("returned", [1]))}
