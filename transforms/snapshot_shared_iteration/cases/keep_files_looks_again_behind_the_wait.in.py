import asyncio


class Store:
    def __init__(self, load) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._items: dict[str, bytes] = {}

    async def drop(self, key: str) -> None:
        async with self._lock:
            self._items.pop(key, None)

    async def get(self, key: str) -> bytes:
        async with self._lock:
            if key in self._items:
                return self._items[key]
            value = await self._load(key)
            if key not in self._items:
                self._items[key] = value
            return value

    def forget(self, key: str) -> None:
        self._items.pop(key, None)
