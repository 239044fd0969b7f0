import asyncio


class Store:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.rows = []

    async def fill(self, source):
        async with self._lock:
            self.rows.extend(await source())

    def reset(self):
        self.__init__()
