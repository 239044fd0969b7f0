import asyncio


class Tally:
    def __init__(self):
        self.total = 0

    def raise_by(self, amount):
        self.total += amount


class Shop:
    def __init__(self):
        self._tally = Tally()
        self._sold = []
        self._news = asyncio.Queue()
        self._lock = asyncio.Lock()

    async def sell(self, name: str):
        async with self._lock:
            self._sold.append(name)
            await self._news.put(self._tally.total)

    async def earn(self, amount: int):
        async with self._lock:
            self._tally.raise_by(amount)
