import asyncio


class Library:
    def __init__(self):
        self._loans = {}
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def lend(self, book, loan):
        async with self._lock:
            self._loans[book] = loan
            await self._news.put(loan)

    async def hand_on(self, loan, reader):
        async with self._lock:
            loan.reader = reader
