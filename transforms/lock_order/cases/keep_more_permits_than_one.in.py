import asyncio


class Fetcher:
    def __init__(self) -> None:
        self._few = asyncio.Semaphore(3)

    async def index(self) -> None:
        async with self._few:
            await asyncio.gather(self.page(), self.page())

    async def page(self) -> None:
        async with self._few:
            await asyncio.sleep(0)
