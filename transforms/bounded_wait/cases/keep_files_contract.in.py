import asyncio


class Hub:
    def __init__(self):
        self._ready = asyncio.Event()

    async def opened(self, timeout=None):
        if timeout is not None:
            await asyncio.wait_for(self._ready.wait(), timeout)
        else:
            await self._ready.wait()
