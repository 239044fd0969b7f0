import asyncio


class Board:
    def __init__(self):
        self._notes = []
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def pin(self, note: str):
        async with self._lock, asyncio.timeout(1):
            self._notes.append(note)
            await self._news.put(note)
