import asyncio


class Counter:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._filled = asyncio.Event()
        self.value = 0

    async def add(self) -> None:
        async with self._lock:
            self.value += 1
            self._filled.set()
