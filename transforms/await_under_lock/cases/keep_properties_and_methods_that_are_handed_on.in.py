import asyncio
from collections.abc import Awaitable, Callable


class Board:
    def __init__(self, on_pinned: Callable[[object], Awaitable[None]]):
        self._on_pinned = on_pinned
        self._notes = []
        self._lock = asyncio.Lock()

    @property
    def size(self):
        return len(self._notes)

    def last(self):
        return self._notes[-1]

    async def pin(self, note: str):
        async with self._lock:
            self._notes.append(note)
            await self._on_pinned(self.size)

    async def pin_last(self, note: str):
        async with self._lock:
            self._notes.append(note)
            await self._on_pinned(self.last)
