import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: set[str] = set()

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._guests.add(name)

    async def leave(self, name: str) -> None:
        async with self._lock:
            self._drop(name)

    def _drop(self, name: str) -> None:
        self._guests.discard(name)

    async def greet(self, send) -> None:
        async with self._lock:
            for guest in self._guests:
                await send(guest)
