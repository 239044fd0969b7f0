"""One end of a relay."""

import asyncio
from typing import AsyncIterator


class Link:
    """A connection that can be opened again."""

    def __init__(self) -> None:
        self._opened = 0

    async def open(self) -> None:
        self._opened += 1
        await asyncio.sleep(0)

    async def reopen(self) -> None:
        for delay in (1, 2, 4):
            try:
                async with asyncio.timeout(delay):
                    #: context `self.open()` = awaited, loop, try, timeout
                    await self.open()
            except TimeoutError:
                #: context `asyncio.sleep(delay)` = awaited, loop
                await asyncio.sleep(delay)

    async def close(self) -> None:
        self._opened -= 1

    async def lines(self) -> AsyncIterator[str]:
        while self._opened:
            #: context `self._line()` = awaited, loop
            yield await self._line()

    async def _line(self) -> str:
        await asyncio.sleep(0.5)
        return "line"
