import asyncio
from dataclasses import dataclass, field


@dataclass
class Quay:
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self):
        self._lock = asyncio.Lock()
        self._locks = {}

    def lock(self, name):
        return self._locks.setdefault(name, asyncio.Lock())

    async def move(self, work):
        async with self.gate:
            async with self._lock:
                await work()
