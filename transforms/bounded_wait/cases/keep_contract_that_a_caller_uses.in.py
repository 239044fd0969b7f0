"""Those who leave the timeout out wait for ever, and that is where one belongs."""

import asyncio


class Oven:
    def __init__(self):
        self._hot = asyncio.Event()

    async def hot(self, timeout=None):
        await asyncio.wait_for(self._hot.wait(), timeout)

    async def bake(self):
        await self.hot()

    async def bake_soon(self):
        await self.hot(10)


class Grill:
    def __init__(self):
        self._hot = asyncio.Event()

    async def hot(self, timeout=None):
        await asyncio.wait_for(self._hot.wait(), timeout)

    async def roast(self):
        async with asyncio.timeout(5):
            await self.hot()
