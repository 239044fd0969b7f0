import asyncio


class Link:
    def __init__(self):
        self.up = asyncio.Event()

    async def ping(self):
        try:
            await asyncio.wait_for(self.up.wait(), timeout=30.0)
        except TimeoutError:
            return False
        return True

    async def pong(self):
        try:
            await asyncio.wait_for(self.up.wait(), timeout=30.0)
        except asyncio.TimeoutError:
            return False
        return True
