from __future__ import annotations

import asyncio


class Account:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self.sum = 0

    async def give(self, other: Account, amount: int) -> None:
        async with self._lock:
            async with other._lock:
                self.sum -= amount
                other.sum += amount
