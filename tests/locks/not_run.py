"""What is not run under the lock takes nothing under it; what is, does."""
# edge 1: Plan._lock -> Plan._log
# edge 2: Plan._steps -> Plan._log
# edge 3: Plan._turn -> Plan._log
import asyncio
from collections.abc import Awaitable, Callable


class Plan:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._idle = asyncio.Lock()
        self._log = asyncio.Lock()
        self._steps = asyncio.Lock()
        self._turn = asyncio.Lock()
        self.later: list[Awaitable[None]] = []
        self.hooks: list[Callable[[], Awaitable[None]]] = []

    async def write(self) -> None:
        async with self._log:  # takes 1,2,3
            await asyncio.sleep(0)

    def lazily(self) -> Awaitable[None]:
        return self.write()

    async def keep(self) -> None:
        async with self._idle:
            self.later.append(self.write())
            self.hooks.append(lambda: self.write())

            async def nested() -> None:
                await self.write()

            self.hooks.append(nested)

    async def run(self) -> None:
        async with self._lock:  # holds 1
            await self.lazily()

    async def all(self) -> None:
        async with self._steps:  # holds 2

            async def nested() -> None:
                await self.write()

            await nested()

    async def each(self):
        async with self._turn:  # holds 3
            async for step in self.generated():
                yield step

    async def generated(self):
        await self.write()
        yield 1
