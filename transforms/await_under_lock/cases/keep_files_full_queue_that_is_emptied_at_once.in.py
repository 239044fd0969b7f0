import asyncio

from log import Log


class Rooms:
    def __init__(self, log: Log) -> None:
        self._log = log
        self._booked: dict[str, str] = {}
        self._lock = asyncio.Lock()

    async def book(self, room: str, guest: str) -> bool:
        async with self._lock:
            if room in self._booked:
                await self._log.note(f"{room} is taken")
                return False
            self._booked[room] = guest
            return True
