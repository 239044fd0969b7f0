import asyncio


class Pool:
    def __init__(self, source):
        self._source = source
        self.ready = asyncio.Event()

    async def refill(self):
        self.ready.clear()
        await self._source.fetch()
        if self._source.gone:
            return
        self.ready.set()
