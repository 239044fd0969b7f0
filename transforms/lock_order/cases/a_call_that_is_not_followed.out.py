import asyncio
from collections.abc import Awaitable, Callable


class Bell:
    def __init__(self, on_ring: Callable[[], Awaitable[None]]) -> None:
        # Lock order: _rope and _clapper are never held together.
        self._rope = asyncio.Lock()
        self._clapper = asyncio.Lock()
        self.on_ring = on_ring

    async def ring(self) -> None:
        on_ring = self.on_ring
        async with self._rope:
            await on_ring()

    async def swing(self) -> None:
        async with self._clapper:
            await asyncio.sleep(0)
