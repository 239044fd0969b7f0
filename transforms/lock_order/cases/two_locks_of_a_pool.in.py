import asyncio


class Pool:
    def __init__(self) -> None:
        self._idle: list[int] = []
        self._lock = asyncio.Lock()
        self._dialing = asyncio.Lock()

    async def acquire(self) -> int:
        async with self._dialing:
            async with self._lock:
                self._idle.append(1)
                return self._idle.pop()
