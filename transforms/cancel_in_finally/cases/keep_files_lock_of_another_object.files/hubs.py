import asyncio


class Hub:
    def __init__(self):
        self.lock = asyncio.Lock()

    async def leave(self, port):
        await asyncio.sleep(0)
