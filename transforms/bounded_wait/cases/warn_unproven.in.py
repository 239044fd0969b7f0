import asyncio
import logging

from .errors import TimeoutError

logger = logging.getLogger(__name__)
BOOTED = asyncio.Event()


async def rebound(spawn):
    ready = asyncio.Event()

    def again():
        nonlocal ready
        ready = asyncio.Event()

    spawn(again)
    await ready.wait()


async def in_turn(spawn, names):
    for name in names:
        turn = asyncio.Event()

        async def follow():
            # by the time it waits again, the name may mean the next event
            await turn.wait()

        spawn(name, follow(), turn.set)


async def booted():
    await BOOTED.wait()


class Rig:
    def __init__(self):
        self.__up = asyncio.Event()
        self.__down = asyncio.Event()

    def reset(self):
        self.__up = asyncio.Event()

    def lend(self):
        return self.__down

    async def both(self):
        await self.__up.wait()
        await self.__down.wait()
