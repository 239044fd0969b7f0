import asyncio


class Line:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def call(self) -> None:
        async with self._lock:
            await asyncio.wait_for(self.hang_up(), 1)

    async def hang_up(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
