import asyncio


class Rooms:
    def __init__(self) -> None:
        self._users: dict[str, set[str]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def _lock(self, room: str) -> asyncio.Lock:
        return self._locks.setdefault(room, asyncio.Lock())

    async def join(self, room: str, user: str) -> int:
        async with self._lock(room):
            self._users.setdefault(room, set()).add(user)
            await asyncio.sleep(0)
        return len(self._users[room])

    def close_room(self, room: str) -> None:
        del self._users[room]

    def leave(self, room: str) -> None:
        self.close_room(room)
