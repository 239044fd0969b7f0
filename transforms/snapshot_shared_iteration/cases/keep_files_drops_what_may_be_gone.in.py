import asyncio


class Store:
    def __init__(self, load) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._items: dict[str, bytes] = {}

    async def run(self, key: str) -> None:
        async with self._lock:
            self._items[key] = b""
            await self._load(key)
            self._items.pop(key, None)

    async def drop(self, key: str) -> None:
        async with self._lock:
            self._items.pop(key, None)

    def forget(self, key: str) -> None:
        self._items.pop(key, None)
