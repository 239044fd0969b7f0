import asyncio


class Link:
    def __init__(self):
        self._wake = asyncio.Event()

    async def fetch(self):
        await self._wake.wait()
        await asyncio.sleep(1)
