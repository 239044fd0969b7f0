import asyncio


class Hub:
    def __init__(self):
        self._ready = asyncio.Event()

    async def opened(self):
        await asyncio.wait_for(self._ready.wait(), timeout=30.0)

    def open(self):
        self._ready.set()
