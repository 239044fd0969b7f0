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


class Tap:
    def __init__(self):
        self._valve = asyncio.Lock()
        self.open = False

    async def turn(self):
        await self._valve.acquire()
        self.open = not self.open

    async def stop(self):
        if self._valve.locked():
            self._valve.release()


async def forever():
    await _stop.acquire()


async def given(lock: asyncio.Lock):
    await lock.acquire()
