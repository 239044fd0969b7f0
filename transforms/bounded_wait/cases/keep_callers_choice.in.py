import asyncio
from typing import Optional


class Ticket:
    def __init__(self):
        self._called = asyncio.Event()

    async def called(self, timeout: Optional[float] = None) -> bool:
        """Waits; None waits for ever."""
        return await asyncio.wait_for(self._called.wait(), timeout)

    async def called_within(self, seconds: float):
        return await asyncio.wait_for(self._called.wait(), timeout=seconds + 1)

    def later(self):
        return lambda: asyncio.wait_for(self._called.wait(), 2)
