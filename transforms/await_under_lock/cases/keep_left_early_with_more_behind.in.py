import asyncio


class Board:
    def __init__(self):
        self._notes = []
        self._pinned = 0
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def pin(self, note: str):
        async with self._lock:
            if note in self._notes:
                return False
            self._notes.append(note)
            await self._news.put(note)
        self._pinned += 1
        return True
