import asyncio


class Base:
    _flushing: bool = False


class Flusher(Base):
    def __init__(self, queue):
        self._queue: asyncio.Queue[bytes] = queue
        self._flushed = 0

    async def flush(self):
        self._flushing = True
        try:
            # One item is enough.
            item = await self._queue.get()
            await asyncio.sleep(0)
        finally:
            self._flushing = False

        self._flushed += len(item)
