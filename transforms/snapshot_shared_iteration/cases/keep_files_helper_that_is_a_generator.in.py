import asyncio


class Store:
    def __init__(self, load) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._items: dict[str, bytes] = {}

    async def drop(self, key: str) -> None:
        async with self._lock:
            self._items.pop(key, None)

    async def has(self, key: str) -> bool:
        async with self._lock:
            return key in self._items

    async def add(self, key: str) -> None:
        async with self._lock:
            self._items[key] = b""

    async def all(self):
        async with self._lock:
            return self._each()

    def _each(self):
        yield self._items.get("first")
