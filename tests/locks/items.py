"""Several locks in one statement are taken from left to right; an exit stack holds what it has entered to its end."""
# edge 1: Store._read -> Store._write
# edge 2: Store._write -> Store._read
# edge 3: Store._write -> Store._index
# certain: Store._read -> Store._write -> Store._read
import asyncio
from contextlib import AsyncExitStack


class Store:
    def __init__(self) -> None:
        self._read = asyncio.Lock()
        self._write = asyncio.Lock()
        self._index = asyncio.Lock()

    async def copy(self) -> None:
        async with self._read, self._write:  # holds 1 # takes 1
            await asyncio.sleep(0)

    async def swap(self) -> None:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._write)  # holds 2
            await stack.enter_async_context(self._read)  # takes 2

    async def sort(self) -> None:
        async with self._index:  # takes 3
            await asyncio.sleep(0)

    async def rebuild(self) -> None:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._write)
            await asyncio.sleep(0)
        async with self._index:
            await asyncio.sleep(0)

    async def flush(self) -> None:
        async with self._write:  # holds 3
            await self.sort()
