from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from two_classes.hub import Hub


class Clerk:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self.hub: Hub | None = None

    async def leave(self) -> None:
        async with self._lock:  # takes 3
            self.hub = None

    async def call(self) -> None:
        async with self._lock:  # holds 4
            if self.hub is not None:
                await self.hub.note("called")
