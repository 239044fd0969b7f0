import asyncio
from collections import defaultdict


class Rooms:
    def __init__(self):
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._hall = asyncio.Lock()
        self.log = []

    def _lock_of(self, room) -> asyncio.Lock:
        return self._locks[room]

    async def enter(self, room, visit):
        await self._locks[room].acquire()
        await visit(room)
        self._locks[room].release()

    async def paint(self, room, visit):
        lock = self._locks[room]
        await lock.acquire()
        await visit(room)
        lock.release()

    async def clean(self, room, visit):
        await self._lock_of(room).acquire()
        await visit(room)
        self._lock_of(room).release()


async def both(rooms: Rooms, visit):
    await rooms._hall.acquire()
    await visit("hall")
    rooms._hall.release()


async def shared(lock: asyncio.Lock, visit):
    await lock.acquire()
    await visit("shared")
    lock.release()
