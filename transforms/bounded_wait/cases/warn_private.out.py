"""A latch of which the event is nobody else's."""

import asyncio
import logging

logger = logging.getLogger(__name__)


class Latch:
    def __init__(self, count):
        self._count = count
        self.__zero = asyncio.Event()

    def count_down(self):
        self._count -= 1
        if self._count == 0:
            self.__zero.set()

    async def reached(self):
        while True:
            try:
                async with asyncio.timeout(0.05):
                    await self.__zero.wait()
                break
            except TimeoutError:
                logger.warning("Still waiting for self.__zero in Latch.reached")
