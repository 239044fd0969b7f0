from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from case import Room


class Door:
    def __init__(self, room: Room) -> None:
        self._room = room

    def throw_out(self, name: str) -> None:
        self._room._guests.discard(name)
