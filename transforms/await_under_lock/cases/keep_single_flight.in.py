import asyncio


class Client:
    def __init__(self, host):
        self._host = host
        self._streams = None
        self._ready = False
        self._lock = asyncio.Lock()
        self._start_lock = asyncio.Lock()

    async def streams(self):
        async with self._lock:
            if self._streams is None:
                self._streams = await asyncio.open_connection(self._host, 80)
            return self._streams

    async def start(self):
        async with self._start_lock:
            if self._ready:
                return
            await self._prepare()

    async def _prepare(self):
        await asyncio.sleep(1)
        self._ready = True
