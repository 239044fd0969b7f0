import asyncio


class Shelf:
    def __init__(self):
        self._books = []
        self._lock = asyncio.Lock()

    async def books(self):
        async with self._lock:
            for book in self._books:
                yield book
