import asyncio


class Loader:
    def __init__(self):
        self._loaded = asyncio.Event()
        self._limit = 3.0

    async def _until_loaded(self):
        await self._loaded.wait()

    async def _pages(self, first):
        if first:
            await self._until_loaded()
        return await self._until_loaded()

    async def load(self):
        async with asyncio.timeout(self._limit):
            await self._pages(True)

    async def load_soon(self):
        return await asyncio.wait_for(self._pages(False), timeout=0.5)
