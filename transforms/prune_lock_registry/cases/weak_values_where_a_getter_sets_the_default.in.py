import asyncio


class Files:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def _lock(self, path: str) -> asyncio.Lock:
        return self._locks.setdefault(path, asyncio.Lock())

    async def write(self, path: str, work) -> None:
        async with self._lock(path):
            await work()

    async def read(self, path: str, work) -> None:
        lock = self._lock(path)
        async with lock:
            await work()
