import asyncio


class Feed:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.rows = []

    async def first(self):
        await self._lock.acquire()
        if not self.rows:
            return None
        row = self.rows[0]
        self._lock.release()
        return row

    async def add(self, row):
        await self._lock.acquire()
        if row in self.rows:
            raise ValueError(row)
        self.rows.append(row)
        self._lock.release()

    async def each(self):
        await self._lock.acquire()
        for row in self.rows:
            yield row
        self._lock.release()
