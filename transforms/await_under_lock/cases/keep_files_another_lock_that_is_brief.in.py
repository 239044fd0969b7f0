import asyncio


class Stock:
    def __init__(self) -> None:
        self._items: dict[str, int] = {}
        self._sold = 0
        self._items_lock = asyncio.Lock()
        self._sold_lock = asyncio.Lock()

    async def sell(self, name: str) -> None:
        async with self._items_lock:
            self._items[name] -= 1
            async with self._sold_lock:
                self._sold += 1

    async def sold(self) -> int:
        async with self._sold_lock:
            return self._sold
