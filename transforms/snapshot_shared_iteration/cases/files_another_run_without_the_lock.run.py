"""Two guests come at the same time: the second adds itself while the first one's greeting waits."""

import asyncio


async def scenario_one(case):
    room = case.Room()

    async def send(guest):
        await asyncio.sleep(0)

    return await room.welcome("a", send)


async def scenario_two(case):
    room = case.Room()

    async def send(guest):
        await asyncio.sleep(0)

    return await asyncio.gather(room.welcome("a", send), room.welcome("b", send))


CHANGED = {
    "two": (("raised", "RuntimeError", "Set changed size during iteration"), ("returned", [1, 2])),
}
