import asyncio


class Rooms:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._rooms: dict[str, asyncio.Lock] = {}
        self.booked: list[str] = []

    def _room(self, name: str) -> asyncio.Lock:
        return self._rooms.setdefault(name, asyncio.Lock())

    async def book(self, name: str) -> int:
        async with self._room(name):
            async with self._lock:
                self.booked.append(name)
                return len(self.booked)
