import asyncio


class CountingLock(asyncio.Lock):
    def __init__(self):
        super().__init__()
        self.taken = 0

    async def acquire(self):
        self.taken += 1
        return await super().acquire()


class NamedLock(asyncio.Lock):
    name = "named"


class Store:
    def __init__(self):
        self._late: asyncio.Lock | None = None
        self._counting = CountingLock()
        self._named = NamedLock()
        self.rows = []

    def open(self):
        self._late = asyncio.Lock()

    async def put(self, row, write):
        await self._late.acquire()
        self.rows.append(await write(row))
        self._late.release()

    async def count(self, row, write):
        await self._counting.acquire()
        self.rows.append(await write(row))
        self._counting.release()

    async def name(self, row, write):
        await self._named.acquire()
        self.rows.append(await write(row))
        self._named.release()
