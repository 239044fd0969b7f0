"""A fetcher that takes its own semaphores again, two calls further on."""
# edge 1: Fetcher._one -> Fetcher._one
# edge 2: Fetcher._few -> Fetcher._few
# edge 3: Fetcher._some -> Fetcher._some
# certain: Fetcher._one -> Fetcher._one
# possible: Fetcher._few -> Fetcher._few | only when all 3 permits
# possible: Fetcher._some -> Fetcher._some | only when all permits
import asyncio


class Fetcher:
    def __init__(self, limit: int) -> None:
        self._one = asyncio.Semaphore()
        self._few = asyncio.BoundedSemaphore(3)
        self._some = asyncio.Semaphore(limit)

    async def page(self, url: str) -> str:
        async with self._one:  # holds 1 # takes 1
            return await self._follow(url)

    async def _follow(self, url: str) -> str:
        return await self._moved(url) if url.endswith("/") else url

    async def _moved(self, url: str) -> str:
        return await self.page(url.rstrip("/"))

    async def sitemap(self) -> None:
        async with self._few:  # holds 2
            await self._index()

    async def _index(self) -> None:
        await asyncio.gather(self._entry("a"), self._entry("b"))

    async def _entry(self, name: str) -> None:
        async with self._few:  # takes 2
            await asyncio.sleep(0)

    async def robots(self) -> None:
        async with self._some:  # holds 3
            async with self._some:  # takes 3
                await asyncio.sleep(0)
