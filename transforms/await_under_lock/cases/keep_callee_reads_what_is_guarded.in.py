import asyncio


class Board:
    def __init__(self):
        self._notes = []
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def pin(self, note: str):
        async with self._lock:
            self._notes.append(note)
            await self._tell()

    async def _tell(self):
        await self._news.put(len(self._notes))
