import asyncio


class Event:
    def __init__(self):
        self._inner = asyncio.Event()

    async def wait(self):
        await asyncio.wait_for(self._inner.wait(), 10)
