import asyncio


class Buffer:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def close(self) -> None:
        async with self._lock:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.flush())

    async def flush(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
