"""Rooms that are booked, and a record of who booked them."""

import asyncio


class Record:
    def __init__(self):
        self._queue = asyncio.Queue()

    async def note(self, line):
        await self._queue.put(line)

    def lines(self):
        found = []
        while not self._queue.empty():
            found.append(self._queue.get_nowait())
        return found


class Rooms:
    def __init__(self, record: Record):
        self._record = record
        self._booked = {}
        self._lock = asyncio.Lock()

    async def book(self, room: str, guest: str) -> None:
        async with self._lock:
            self._booked[room] = guest
        await self._record.note(f"{room}: {guest}")

    async def free(self, room: str) -> None:
        async with self._lock:
            self._booked.pop(room, None)
