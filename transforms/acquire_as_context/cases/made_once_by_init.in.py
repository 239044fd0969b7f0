import asyncio


class Base:
    def __init__(self):
        self.rows = []


class Store(Base):
    def __init__(self):
        super().__init__()
        self._lock = asyncio.Lock()

    async def fill(self, source):
        await self._lock.acquire()
        self.rows.extend(await source())
        self._lock.release()
