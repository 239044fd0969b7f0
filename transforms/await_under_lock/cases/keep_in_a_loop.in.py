import asyncio


class Board:
    def __init__(self):
        self._notes = []
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def pin_all(self, notes: list[str]):
        for note in notes:
            async with self._lock:
                self._notes.append(note)
                await self._news.put(note)
