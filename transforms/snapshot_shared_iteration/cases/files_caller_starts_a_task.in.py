import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: set[str] = set()
        self._telling: asyncio.Task[int] | None = None

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._guests.add(name)

    async def close(self, send) -> asyncio.Task[int]:
        async with self._lock:
            self._telling = asyncio.get_running_loop().create_task(self._tell(send))
            return self._telling

    async def _tell(self, send) -> int:
        told = 0
        for guest in self._guests:
            await send(guest)
            told += 1
        return told
