import asyncio


class Loom:
    def __init__(self):
        self._frame = asyncio.Lock()
        self._threads = asyncio.Semaphore(4)

    async def nested(self, weave):
        await self._threads.acquire()
        async with self._threads:
            await weave()
        self._threads.release()

    async def called_back(self, weave):
        await self._threads.acquire()
        await weave(lambda: self._threads.release())
        self._threads.release()

    async def handed_on(self, weave):
        await self._threads.acquire()
        await weave(self._threads.release)
        self._threads.release()

    async def another_one(self, weave):
        await self._frame.acquire()
        self._frame = asyncio.Lock()
        await weave()
        self._frame.release()

    async def local(self, looms, weave):
        lock = asyncio.Lock()
        await lock.acquire()
        for lock in looms:
            await weave()
        lock.release()
