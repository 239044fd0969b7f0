import asyncio
from typing import Optional


class Gate:
    def __init__(self):
        self._open = asyncio.Event()

    async def passed(self, timeout: float | None = None):
        if timeout is None:
            await self._open.wait()
        else:
            await asyncio.wait_for(self._open.wait(), timeout)

    async def passed_before(self, when: float, *, wait_timeout: Optional[float]):
        print(when)
        await asyncio.wait_for(self._open.wait(), timeout=30.0)

    async def passed_soon(self, timeout: float = 1.0):
        await asyncio.wait_for(self._open.wait(), timeout=timeout)
