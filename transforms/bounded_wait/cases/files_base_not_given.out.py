import asyncio


class Hub(asyncio.Protocol):
    def __init__(self):
        self._ready = asyncio.Event()

    async def _opened(self):
        await asyncio.wait_for(self._ready.wait(), timeout=30.0)
