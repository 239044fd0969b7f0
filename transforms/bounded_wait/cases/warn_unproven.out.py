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
    event = ready
    while True:
        try:
            async with asyncio.timeout(30.0):
                await event.wait()
            break
        except asyncio.TimeoutError:
            logger.warning("Still waiting for ready in rebound")


async def in_turn(spawn, names):
    for name in names:
        turn = asyncio.Event()

        async def follow():
            # by the time it waits again, the name may mean the next event
            event = turn
            while True:
                try:
                    async with asyncio.timeout(30.0):
                        await event.wait()
                    break
                except asyncio.TimeoutError:
                    logger.warning("Still waiting for turn in in_turn.follow")

        spawn(name, follow(), turn.set)


async def booted():
    while True:
        try:
            async with asyncio.timeout(30.0):
                await BOOTED.wait()
            break
        except asyncio.TimeoutError:
            logger.warning("Still waiting for BOOTED in booted")


class Rig:
    def __init__(self):
        self.__up = asyncio.Event()
        self.__down = asyncio.Event()

    def reset(self):
        self.__up = asyncio.Event()

    def lend(self):
        return self.__down

    async def both(self):
        event = self.__up
        while True:
            try:
                async with asyncio.timeout(30.0):
                    await event.wait()
                break
            except asyncio.TimeoutError:
                logger.warning("Still waiting for self.__up in Rig.both")
        while True:
            try:
                async with asyncio.timeout(30.0):
                    await self.__down.wait()
                break
            except asyncio.TimeoutError:
                logger.warning("Still waiting for self.__down in Rig.both")
