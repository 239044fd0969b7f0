import asyncio


class Indexer:
    def __init__(self):
        self._indexing = False

    def _scan(self):
        return sum(range(1000))

    async def index(self):
        self._indexing = True
        try:
            await asyncio.to_thread(self._scan)
        finally:
            self._indexing = False
