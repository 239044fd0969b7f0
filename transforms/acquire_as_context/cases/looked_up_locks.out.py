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
        async with self._locks[room]:
            await visit(room)

    async def paint(self, room, visit):
        lock = self._locks[room]
        async with lock:
            await visit(room)

    async def clean(self, room, visit):
        async with self._lock_of(room):
            await visit(room)


async def both(rooms: Rooms, visit):
    async with rooms._hall:
        await visit("hall")


async def shared(lock: asyncio.Lock, visit):
    async with lock:
        await visit("shared")
