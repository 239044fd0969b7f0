import asyncio

_stop = asyncio.Lock()


class Well:
    def __init__(self):
        self._rope = asyncio.Lock()
        self._bucket = asyncio.Lock()

    async def draw(self, pull):
        await self._rope.acquire()
        return await pull()

    async def fill(self, pull):
        if self._bucket.locked():
            self._bucket.release()
        await self._bucket.acquire()
        return await pull()

    async def drink(self):
        async with self._rope:
            pass


async def forever():
    await _stop.acquire()


async def given(lock: asyncio.Lock):
    await lock.acquire()
