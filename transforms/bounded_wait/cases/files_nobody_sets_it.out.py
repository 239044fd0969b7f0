import asyncio


class Hub:
    def __init__(self):
        self._ready = asyncio.Event()
        self._given = asyncio.Event()

    async def opened(self):
        await asyncio.wait_for(self._ready.wait(), timeout=30.0)

    async def given(self):
        await asyncio.wait_for(self._given.wait(), timeout=30.0)
