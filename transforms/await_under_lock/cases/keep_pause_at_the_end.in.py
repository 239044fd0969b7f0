import asyncio


class Door:
    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._opened = 0
        self._lock = asyncio.Lock()

    async def open(self) -> None:
        async with self._lock:
            self._opened += 1
            await asyncio.sleep(self._pause)
