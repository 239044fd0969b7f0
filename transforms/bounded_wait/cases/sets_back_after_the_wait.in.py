import asyncio


class Turnstile:
    def __init__(self):
        self._free = asyncio.Event()
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._asleep = False

    async def pass_through(self):
        self._waiting += 1
        await self._free.wait()
        self._waiting -= 1

    async def sleep(self):
        self._asleep = True
        await self._free.wait()
        self._free.clear()
        self._asleep = False

    async def held(self):
        await self._lock.acquire()
        await self._free.wait()
        self._lock.release()

    async def counted(self):
        turns = 0
        turns += 1
        await self._free.wait()
        turns -= 1
        return turns

    async def protected(self):
        self._waiting += 1
        try:
            await self._free.wait()
        finally:
            self._waiting -= 1
