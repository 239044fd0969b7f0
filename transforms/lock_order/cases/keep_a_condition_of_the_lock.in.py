import asyncio


class Queue:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._filled = asyncio.Condition(self._lock)
        self._items: list[int] = []

    async def put(self, item: int) -> None:
        async with self._lock:
            self._items.append(item)
            await self._tell()

    async def _tell(self) -> None:
        async with self._filled:
            self._filled.notify()

    async def get(self) -> int:
        async with self._filled:
            await self._filled.wait_for(lambda: self._items)
            return self._items.pop()
