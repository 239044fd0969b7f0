import asyncio


class Buffer:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def close(self) -> None:
        async with self._lock:
            flushing = asyncio.create_task(self.flush())
            await asyncio.wait([flushing])

    async def flush(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
