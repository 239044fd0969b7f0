import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: set[str] = set()

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._enter(name)

    def _enter(self, name: str) -> None:
        self._note(name)

    def _note(self, name: str) -> None:
        self._guests.add(name)

    async def close(self, send) -> None:
        async with self._lock:
            await self._close(send)

    async def _close(self, send) -> None:
        await self._tell(send)

    async def _tell(self, send) -> None:
        for guest in self._guests:
            await send(guest)
