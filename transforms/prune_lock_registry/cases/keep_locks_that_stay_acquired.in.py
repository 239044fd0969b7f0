import asyncio
from collections import defaultdict


class Doors:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def close(self, door: str) -> None:
        lock = self._locks[door]
        await lock.acquire()

    def open(self, door: str) -> None:
        lock = self._locks[door]
        if lock.locked():
            lock.release()
