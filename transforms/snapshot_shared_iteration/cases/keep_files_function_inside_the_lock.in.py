import asyncio


class Store:
    def __init__(self, load, retry) -> None:
        self._load = load
        self._retry = retry
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

    async def renew(self, key: str) -> None:
        async def once() -> None:
            self._items[key] = await self._load(key)

        async with self._lock:
            await self._retry(once)
