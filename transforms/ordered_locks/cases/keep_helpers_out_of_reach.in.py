import asyncio


class Quay:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._gate = asyncio.Lock()

    async def move(self, work) -> None:
        async with self._lock, self._gate:
            await work()
