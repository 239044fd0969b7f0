import asyncio


class Lane:
    def __init__(self):
        self._free = asyncio.Event()

    async def _clear(self):
        await self._free.wait()
