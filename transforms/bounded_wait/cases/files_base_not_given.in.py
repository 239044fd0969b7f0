import asyncio


class Hub(asyncio.Protocol):
    def __init__(self):
        self._ready = asyncio.Event()

    async def _opened(self):
        await self._ready.wait()
