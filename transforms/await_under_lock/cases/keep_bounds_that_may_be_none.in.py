import asyncio
from typing import Optional

PATIENCE = None


class Post:
    def __init__(self, patience: Optional[float] = None):
        self._patience = patience
        self._sent = 0
        self._lock = asyncio.Lock()
        self._come = asyncio.Event()

    async def by_parameter(self, timeout: float = None):
        async with self._lock:
            await asyncio.wait_for(self._come.wait(), timeout)
            self._sent += 1

    async def by_attribute(self):
        async with self._lock:
            async with asyncio.timeout(self._patience):
                await self._come.wait()
            self._sent += 1

    async def by_name(self):
        async with self._lock:
            await asyncio.wait_for(self._come.wait(), PATIENCE)
            self._sent += 1

    async def by_default(self, timeout: Optional[float] = None):
        async with self._lock:
            await asyncio.wait_for(self._come.wait(), timeout or 30.0)
            self._sent += 1

    async def by_test(self, timeout: Optional[float] = None):
        async with self._lock:
            if timeout is not None:
                await asyncio.wait_for(self._come.wait(), timeout)
            self._sent += 1

    async def by_another(self, timeout: Optional[float] = None):
        async with self._lock:
            async with asyncio.timeout(10):
                await asyncio.wait_for(self._come.wait(), timeout)
            self._sent += 1
