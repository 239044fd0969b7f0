from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from two_classes.hub import Hub


class Desk:
    def __init__(self, name: str, hub: Hub) -> None:
        self.name = name
        self.hub = hub
        self._lock = asyncio.Lock()

    async def clear(self) -> None:
        async with self._lock:  # takes 1
            self.name = ""

    async def rename(self, name: str) -> None:
        async with self._lock:  # holds 2
            self.name = name
            await self.hub.note(name)
