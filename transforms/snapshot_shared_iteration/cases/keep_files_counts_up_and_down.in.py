import asyncio


class Limit:
    def __init__(self, limit: int, evict) -> None:
        self._evict = evict
        self._limit = limit
        self._lock = asyncio.Lock()
        self._total = 0

    async def enter(self) -> None:
        async with self._lock:
            if self._total >= self._limit:
                await self._evict()
            self._total += 1

    async def double(self) -> None:
        async with self._lock:
            self._total += 2

    def leave(self) -> None:
        self._total -= 1
