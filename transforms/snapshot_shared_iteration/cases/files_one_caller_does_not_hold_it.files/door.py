from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from case import Room


class Door:
    def __init__(self, room: Room) -> None:
        self._room = room

    async def ring(self, send) -> None:
        await self._room._tell(send)
