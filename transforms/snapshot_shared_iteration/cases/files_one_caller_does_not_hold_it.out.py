import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: dict[str, object] = {}

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._guests.setdefault(name, object())

    async def close(self, send) -> None:
        async with self._lock:
            await self._tell(send)

    async def _tell(self, send) -> None:
        for guest in list(self._guests):
            await send(guest)
