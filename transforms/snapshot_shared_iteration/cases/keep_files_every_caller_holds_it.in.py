import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: dict[str, str] = {}

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._guests[name] = name

    async def close(self, send) -> None:
        async with self._lock:
            await self._tell(send)
            self._guests.clear()

    async def _tell(self, send) -> None:
        for guest in self._guests:
            await send(guest)
