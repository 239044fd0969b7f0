import asyncio
from dataclasses import dataclass, field


@dataclass
class Tally:
    total: int = 0
    # Lock order: rows, then sums.
    rows: asyncio.Lock = field(default_factory=asyncio.Lock)
    sums: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def add(self, amount: int) -> int:
        async with self.rows, self.sums:
            self.total += amount
            return self.total
