import asyncio


class Store:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.rows = []

    async def fill(self, source):
        await self._lock.acquire()
        self.rows.extend(await source())
        self._lock.release()

    def reset(self):
        self.__init__()
