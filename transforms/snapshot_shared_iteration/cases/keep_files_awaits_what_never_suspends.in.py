import asyncio


class Store:
    def __init__(self, load) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._items: dict[str, bytes] = {}

    async def get(self, key: str) -> bytes:
        async with self._lock:
            if key not in self._items:
                self._items[key] = await self._empty()
            return self._items[key]

    async def _empty(self) -> bytes:
        return b""

    async def drop(self, key: str) -> None:
        async with self._lock:
            self._items.pop(key, None)

    def forget(self, key: str) -> None:
        self._items.pop(key, None)
