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
        await self._full.wait()
        await self.__empty.wait()

    async def valve(self, name):
        await self._valves[name].wait()

    async def hand_out(self, pump):
        done = asyncio.Event()
        pump.start(done)
        try:
            pump.go()
        finally:
            await done.wait()

    async def each(self):
        first = second = asyncio.Event()
        self.fill()
        await first.wait()
        return second
