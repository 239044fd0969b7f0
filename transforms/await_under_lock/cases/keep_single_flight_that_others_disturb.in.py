import asyncio


class Client:
    def __init__(self, host):
        self._host = host
        self._calls = 0
        self._streams = None
        self._lock = asyncio.Lock()

    async def streams(self):
        async with self._lock:
            if self._streams is None:
                self._streams = await asyncio.open_connection(self._host, 80)
            return self._streams

    async def count(self):
        async with self._lock:
            self._calls += 1
