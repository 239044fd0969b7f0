"""A latch of which the event is nobody else's."""

import asyncio


class Latch:
    def __init__(self, count):
        self._count = count
        self.__zero = asyncio.Event()

    def count_down(self):
        self._count -= 1
        if self._count == 0:
            self.__zero.set()

    async def reached(self):
        await self.__zero.wait()
