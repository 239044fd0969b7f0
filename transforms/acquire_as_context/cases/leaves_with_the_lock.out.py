import asyncio


class Feed:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.rows = []

    async def first(self):
        async with self._lock:
            if not self.rows:
                return None
            row = self.rows[0]
        return row

    async def add(self, row):
        async with self._lock:
            if row in self.rows:
                raise ValueError(row)
            self.rows.append(row)

    async def each(self):
        async with self._lock:
            for row in self.rows:
                yield row
