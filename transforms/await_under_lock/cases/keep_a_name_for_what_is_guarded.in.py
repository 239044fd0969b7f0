import asyncio


class Board:
    def __init__(self):
        self._notes = {}
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def pin(self, wall: str, note: str):
        async with self._lock:
            notes = self._notes.setdefault(wall, [])
            notes.append(note)
            await self._news.put(notes)
