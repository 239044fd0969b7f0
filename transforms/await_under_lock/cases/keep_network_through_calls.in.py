import asyncio


class Pool:
    def __init__(self):
        self._idle = []
        self._lock = asyncio.Lock()

    async def prune(self):
        async with self._lock:
            while self._idle:
                await self._drop_one()

    async def size(self):
        async with self._lock:
            return len(self._idle)

    async def _drop_one(self):
        writer: asyncio.StreamWriter = self._idle.pop()
        writer.close()
        await writer.wait_closed()
