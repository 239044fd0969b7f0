from case import Room


class Door:
    def __init__(self, room: Room) -> None:
        self._room = room

    async def ring(self, send) -> None:
        async with self._room._lock:
            await self._room._tell(send)
