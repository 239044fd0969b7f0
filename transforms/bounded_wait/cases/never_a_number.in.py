import asyncio

NO_LIMIT = None
LIMIT = None


def set_limit(seconds):
    global LIMIT
    LIMIT = seconds


class Tap:
    def __init__(self):
        self.open = asyncio.Event()

    async def opened(self):
        await asyncio.wait_for(self.open.wait(), NO_LIMIT)

    async def opened_inside(self):
        async with asyncio.timeout(NO_LIMIT):
            return await self.open.wait()

    async def opened_some_time(self):
        await asyncio.wait_for(self.open.wait(), LIMIT)

    async def opened_within(self):
        async with asyncio.timeout(5):
            async with asyncio.timeout(NO_LIMIT):
                await self.open.wait()
