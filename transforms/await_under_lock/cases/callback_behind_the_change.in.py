"""Members of a club, and somebody who wants to hear of new ones."""

import asyncio
from collections.abc import Awaitable, Callable


class Club:
    def __init__(self, on_joined: Callable[[str], Awaitable[None]]) -> None:
        self._on_joined = on_joined
        self._members: set[str] = set()
        self._lock = asyncio.Lock()

    async def join(self, name: str) -> None:
        async with self._lock:
            self._members.add(name)
            await self._on_joined(name)

    async def count(self) -> int:
        async with self._lock:
            return len(self._members)
