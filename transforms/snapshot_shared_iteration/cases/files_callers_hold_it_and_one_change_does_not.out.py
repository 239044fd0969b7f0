import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: set[str] = set()

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._guests.add(name)

    async def close(self, send) -> int:
        async with self._lock:
            return await self._tell(send)

    async def _tell(self, send) -> int:
        told = 0
        for guest in list(self._guests):
            await send(guest)
            told += 1
        return told

    def vanish(self, name: str) -> None:
        self._guests.discard(name)
