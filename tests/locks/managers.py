"""Context managers that hold a lock for their body."""
# edge 1: Vault._door -> Vault._safe
# edge 2: Vault._safe -> Vault._door
# certain: Vault._door -> Vault._safe -> Vault._door
# edge 3: Turn._lock -> Vault._log
import asyncio
from contextlib import asynccontextmanager


class Turn:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> "Turn":
        await self._lock.acquire()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._lock.release()


class Brief:
    """Takes the lock only while it is entered."""

    def __init__(self, lock: asyncio.Lock) -> None:
        self._brief = asyncio.Lock()

    async def __aenter__(self) -> None:
        async with self._brief:
            await asyncio.sleep(0)

    async def __aexit__(self, *exc: object) -> None:
        await asyncio.sleep(0)


class Vault:
    def __init__(self) -> None:
        self._door = asyncio.Lock()
        self._safe = asyncio.Lock()
        self._log = asyncio.Lock()
        self._turn = Turn()
        self._brief = Brief(self._log)

    @asynccontextmanager
    async def open(self):
        async with self._log:
            await asyncio.sleep(0)
        async with self._door:
            yield self

    async def count(self) -> None:
        async with self.open():  # holds 1
            async with self._safe:  # takes 1
                await asyncio.sleep(0)

    async def seal(self) -> None:
        async with self._safe:  # holds 2
            async with self._door:  # takes 2
                await asyncio.sleep(0)

    async def queue(self) -> None:
        async with self._turn:  # holds 3
            async with self._log:  # takes 3
                await asyncio.sleep(0)

    async def glance(self) -> None:
        async with self._brief:
            async with self._safe:
                await asyncio.sleep(0)
