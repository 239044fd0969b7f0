import asyncio


class Fetcher:
    def __init__(self, limit):
        self._limit = asyncio.Semaphore(limit)

    async def fetch(self, host):
        async with self._limit:
            return await asyncio.open_connection(host, 80)
