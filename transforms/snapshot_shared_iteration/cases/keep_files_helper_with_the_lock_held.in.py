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

    async def replace(self, key: str, value: bytes) -> None:
        async with self._lock:
            self._put(key, value)

    async def ask(self, key: str) -> None:
        async with self._lock:
            if key not in self._items:
                self._put(key, await self._load(key))

    def _put(self, key: str, value: bytes) -> None:
        self._items[key] = value
