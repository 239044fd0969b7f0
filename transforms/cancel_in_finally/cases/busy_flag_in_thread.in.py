import asyncio


class Indexer:
    def __init__(self):
        self._indexing = False

    def _scan(self):
        return sum(range(1000))

    async def index(self):
        self._indexing = True
        await asyncio.to_thread(self._scan)
        self._indexing = False
