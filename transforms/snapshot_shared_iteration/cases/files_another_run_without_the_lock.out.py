import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: set[str] = set()

    async def leave(self, name: str) -> None:
        async with self._lock:
            self._guests.discard(name)

    async def welcome(self, name: str, send) -> int:
        self._guests.add(name)
        told = 0
        async with self._lock:
            for guest in list(self._guests):
                await send(guest)
                told += 1
        return told
