import asyncio
from collections import defaultdict


class Desks:
    def __init__(self) -> None:
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def move(self, source: str, target: str) -> None:
        async with self._locks[source]:
            async with self._locks[target]:
                await asyncio.sleep(0)
