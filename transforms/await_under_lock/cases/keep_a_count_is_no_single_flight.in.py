import asyncio


class Pool:
    def __init__(self):
        self._total = 0
        self._lock = asyncio.Lock()

    async def open(self, host):
        async with self._lock:
            if self._total >= 8:
                raise RuntimeError("full")
            streams = await asyncio.open_connection(host, 80)
            self._total += 1
            return streams
