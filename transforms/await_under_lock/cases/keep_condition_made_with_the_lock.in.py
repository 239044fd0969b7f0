import asyncio


class Stock:
    def __init__(self):
        self._items = []
        self._lock = asyncio.Lock()
        self._filled = asyncio.Condition(self._lock)

    async def take(self):
        async with self._lock:
            while not self._items:
                await self._filled.wait()
            return self._items.pop()
