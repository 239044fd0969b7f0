import asyncio
import threading


class Pier:
    def __init__(self):
        self._boats = []
        self._lock = threading.Lock()
        self._turn = asyncio.Lock()
        self._came = asyncio.Event()

    async def board(self):
        with self._lock:
            while not self._boats:
                self._lock.release()
                try:
                    await self._came.wait()
                finally:
                    self._lock.acquire()
            return self._boats.pop()

    async def greet(self, callback):
        async with self._turn:
            boats = len(self._boats)
            self._turn.release()
            await callback(boats)
            await self._turn.acquire()
            self._boats.clear()

    async def late(self):
        with self._lock:
            self._lock.release()
            self._lock.acquire()
            await self._came.wait()

    async def of_another(self, other):
        with self._lock:
            other._lock.release()
            try:
                await self._came.wait()
            finally:
                other._lock.acquire()
