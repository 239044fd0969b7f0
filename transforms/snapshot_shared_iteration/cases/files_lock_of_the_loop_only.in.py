import asyncio


class Room:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._guests: set[str] = set()

    async def enter(self, name: str) -> None:
        async with self._lock:
            self._guests.add(name)

    async def greet(self, send) -> list[str]:
        greeted = []
        async with self._lock:
            for guest in self._guests:
                await send(guest)
                greeted.append(guest)
        return sorted(greeted)
