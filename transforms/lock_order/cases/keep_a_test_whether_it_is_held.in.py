import asyncio


class Table:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def add(self) -> None:
        async with self._lock:
            await self.sort()

    async def sort(self) -> None:
        if self._lock.locked():
            return
        async with self._lock:
            await asyncio.sleep(0)
