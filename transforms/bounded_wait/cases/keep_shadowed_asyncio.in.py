from . import fakes as asyncio


class Hub:
    def __init__(self):
        self._ready = asyncio.Event()

    async def start(self):
        await self._ready.wait()


async def enter(asyncio):
    ready = asyncio.Event()
    await ready.wait()
