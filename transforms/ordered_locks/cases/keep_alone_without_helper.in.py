import asyncio

from stock import plain, waits


class Quay:
    def __init__(self, on_moved):
        self.on_moved = on_moved
        self._lock = asyncio.Lock()
        self._quick = asyncio.Lock()
        self._called = asyncio.Lock()
        self._waiting = asyncio.Lock()
        self._first = asyncio.Lock()
        self._last = asyncio.Lock()
        self._manual = asyncio.Lock()
        self._shown = asyncio.Lock()
        self._unused = asyncio.Lock()
        self._moved = 0

    async def move(self):
        async with self._lock:
            self._moved += 1
        async with self._lock:
            return self._moved

    async def quick(self):
        if self._quick.locked():
            return
        async with self._quick:
            await asyncio.sleep(0)
            await plain()

    async def called(self):
        async with self._called:
            await self.on_moved()

    async def waiting(self, event):
        async with self._waiting:
            await waits(event)

    async def both(self):
        async with self._first, self._last:
            self._moved += 1

    async def manual(self):
        await self._manual.acquire()
        self._manual.release()

    def shown(self):
        return self._shown
