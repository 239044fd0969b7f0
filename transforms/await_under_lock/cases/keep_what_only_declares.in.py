import asyncio
from abc import ABC, abstractmethod


class Store(ABC):
    def __init__(self):
        self._kept = 0
        self._lock = asyncio.Lock()

    @abstractmethod
    async def write(self, text):
        """Write it."""

    async def keep(self, text):
        async with self._lock:
            await self.write(text)
            self._kept += 1
