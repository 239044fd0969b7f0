import asyncio


class Link:
    def __init__(self):
        self.up = asyncio.Event()

    async def ping(self):
        try:
            await self.up.wait()
        except TimeoutError:
            return False
        return True

    async def pong(self):
        try:
            await self.up.wait()
        except asyncio.TimeoutError:
            return False
        return True
