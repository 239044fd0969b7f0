"""A garden whose changes are announced by a helper of another file."""

import asyncio

from bell import Bell


class Garden:
    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._plants: dict[str, int] = {}
        self._lock = asyncio.Lock()

    async def plant(self, name: str) -> None:
        async with self._lock:
            self._plants[name] = self._plants.get(name, 0) + 1
            await self._bell.ring(name)
