import asyncio


class Hub:
    def __init__(self):
        self._ready = asyncio.Event()

    async def _opened(self):
        await self._ready.wait()

    def open(self):
        self._ready.set()
