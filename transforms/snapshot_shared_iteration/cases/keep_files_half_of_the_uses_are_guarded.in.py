import asyncio


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

    def forget(self, key: str) -> None:
        self._items.pop(key, None)

    def put(self, key: str, value: bytes) -> None:
        self._items[key] = value
