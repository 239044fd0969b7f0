import asyncio
import sys

import anyio
from async_timeout import timeout as within

if sys.version_info >= (3, 11):
    import asyncio as async_timeout
else:
    import async_timeout


class Radio:
    def __init__(self, patience):
        self.patience = patience
        self.heard = asyncio.Event()
        self.static = asyncio.Condition()

    async def listen(self):
        return await asyncio.wait_for(self.heard.wait(), timeout=self.patience)

    async def tune(self):
        async with asyncio.timeout(self.patience):
            print("listening")
            if self.patience:
                await self.heard.wait()
        async with within(2):
            await self.heard.wait()
        async with async_timeout.timeout(2) as limit:
            await self.heard.wait()
        with anyio.move_on_after(1):
            async with self.static:
                await self.static.wait()
        return limit

    async def scan(self, stations):
        # the type of a station is not known, and need not be
        for station in stations:
            async with asyncio.timeout(1):
                await station.wait()
