import asyncio
from typing import Protocol


class Gate(Protocol):
    async def wait(self) -> bool: ...


class Door:
    def __init__(self):
        self._open = asyncio.Event()

    async def wait(self):
        await asyncio.wait_for(self._open.wait(), 3)
