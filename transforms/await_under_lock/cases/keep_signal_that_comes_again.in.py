import asyncio


class Race:
    def __init__(self) -> None:
        self._start = asyncio.Event()
        self._runners: list[str] = []
        self._lock = asyncio.Lock()

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._runners.append(name)
            await self._start.wait()

    def again(self) -> None:
        self._start.clear()
