import asyncio


class Hub:
    def __init__(self):
        self._ready = asyncio.Event()
        self._given = asyncio.Event()

    async def opened(self):
        await self._ready.wait()

    async def given(self):
        await self._given.wait()
