import asyncio


class Board:
    def __init__(self):
        self._notes = []
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def pin(self, note: str):
        async with self._lock:
            self._notes.append(note)
            self._news.put_nowait("new:")
            await self._news.put(note)
