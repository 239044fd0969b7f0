import asyncio
import threading


class Rooms:
    def __init__(self, load) -> None:
        self._load = load
        self._lock = asyncio.Lock()
        self._entering = threading.RLock()
        self._rooms: dict[str, object] = {}

    async def held(self, name: str):
        async with self._lock:
            if name not in self._rooms:
                self._rooms[name] = await self._load(name)
            return self._rooms[name]

    async def let_go(self, key: str):
        async with self._lock:
            if key not in self._rooms:
                self._lock.release()
                room = await self._load(key)
                await self._lock.acquire()
                self._rooms[key] = room
            return self._rooms[key]

    async def entered_again(self, room: str):
        with self._entering:
            if room not in self._rooms:
                self._rooms[room] = await self._load(room)
            return self._rooms[room]
