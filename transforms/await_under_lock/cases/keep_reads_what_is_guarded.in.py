import asyncio


class Board:
    def __init__(self):
        self._notes = []
        self._count = 0
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def pin(self, note: str):
        async with self._lock:
            self._notes.append(note)
            await self._news.put(self._count)

    async def clear(self):
        async with self._lock:
            self._count += 1
