from case import Room


class Door:
    def __init__(self, room: Room) -> None:
        self._room = room

    async def throw_out(self, name: str) -> None:
        async with self._room._lock:
            self._room._guests.discard(name)
