import asyncio


class Crawl:
    def __init__(self) -> None:
        self._limit = asyncio.Semaphore(4)
        self._pages: dict[str, object] = {}

    async def add(self, page: str) -> None:
        async with self._limit:
            self._pages.setdefault(page, object())

    async def visit(self, get) -> list[str]:
        async with self._limit:
            seen = []
            for page in list(self._pages):
                await get(page)
                seen.append(page)
            return seen
