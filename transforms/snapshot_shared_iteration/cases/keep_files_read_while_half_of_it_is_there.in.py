import asyncio


class Book:
    def __init__(self, load) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._pages: dict[str, str] = {}

    async def reload(self) -> None:
        async with self._lock:
            self._pages.clear()
            self._pages.update(await self._load())

    async def tear(self, page: str) -> None:
        async with self._lock:
            self._pages.pop(page, None)

    def names(self) -> list[str]:
        return sorted(self._pages)
