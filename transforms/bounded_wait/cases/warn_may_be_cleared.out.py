import asyncio
import logging

log = logging.getLogger("tank")


class Tank:
    def __init__(self):
        self._full = asyncio.Event()
        self.__empty = asyncio.Event()
        self._valves: dict[str, asyncio.Event] = {}

    def fill(self):
        self._full.set()
        self.__empty.clear()

    async def use(self):
        while True:
            try:
                async with asyncio.timeout(30.0):
                    await self._full.wait()
                break
            except TimeoutError:
                log.warning("Still waiting for self._full in Tank.use")
        while True:
            try:
                async with asyncio.timeout(30.0):
                    await self.__empty.wait()
                break
            except TimeoutError:
                log.warning("Still waiting for self.__empty in Tank.use")

    async def valve(self, name):
        event = self._valves[name]
        while True:
            try:
                async with asyncio.timeout(30.0):
                    await event.wait()
                break
            except TimeoutError:
                log.warning("Still waiting for an event in Tank.valve")

    async def hand_out(self, pump):
        done = asyncio.Event()
        pump.start(done)
        try:
            pump.go()
        finally:
            while True:
                try:
                    async with asyncio.timeout(30.0):
                        await done.wait()
                    break
                except TimeoutError:
                    log.warning("Still waiting for done in Tank.hand_out")

    async def each(self):
        first = second = asyncio.Event()
        self.fill()
        while True:
            try:
                async with asyncio.timeout(30.0):
                    await first.wait()
                break
            except TimeoutError:
                log.warning("Still waiting for first in Tank.each")
        return second
