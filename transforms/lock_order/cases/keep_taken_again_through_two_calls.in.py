import asyncio


class Fetcher:
    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(1)

    async def page(self, url: str) -> str:
        async with self._slots:
            return await self._follow(url)

    async def _follow(self, url: str) -> str:
        return await self.page(url[1:]) if url else url
