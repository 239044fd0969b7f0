import asyncio
from other import locked


class Store:
    def __init__(self, load) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._items: dict[str, bytes] = {}

    async def get(self, key: str) -> bytes:
        async with self._lock:
            if key not in self._items:
                value = await self._load(key)
                self._items[key] = value
            return self._items[key]

    async def drop(self, key: str) -> None:
        async with self._lock:
            self._items.pop(key, None)

    @locked
    async def put(self, key: str, value: bytes) -> None:
        self._items[key] = value
