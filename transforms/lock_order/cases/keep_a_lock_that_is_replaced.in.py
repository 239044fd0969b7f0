import asyncio


class Link:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def send(self) -> None:
        async with self._lock:
            await self.reset()

    async def reset(self) -> None:
        self._lock = asyncio.Lock()
        async with self._lock:
            await asyncio.sleep(0)
