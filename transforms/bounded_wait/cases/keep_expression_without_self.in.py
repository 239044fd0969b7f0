import asyncio


async def settle(done: asyncio.Event):
    await done.wait()


class Room:
    def __init__(self):
        self._empty = asyncio.Event()

    @staticmethod
    async def leave(done: asyncio.Event):
        await done.wait()

    async def clean(self):
        await self._empty.wait()
