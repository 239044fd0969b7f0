import asyncio


class Loan:
    def __init__(self, book: str):
        self.book = book
        self.reader = ""


class Library:
    def __init__(self):
        self._loans = {}
        self._news: asyncio.Queue[Loan] = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def lend(self, loan: Loan, reader: str):
        async with self._lock:
            self._loans[loan.book] = loan
            await self._news.put(loan)

    async def hand_on(self, loan: Loan, reader: str):
        async with self._lock:
            loan.reader = reader
