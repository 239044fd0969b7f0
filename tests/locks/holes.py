"""Where a lock is let go of for a while, or for good in a branch; what a generator holds; what is handed out."""
# edge 1: Vat._lock -> Vat._log
# edge 2: Vat._feed -> Vat._log
import asyncio
from contextlib import AsyncExitStack


class Vat:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._log = asyncio.Lock()
        self._feed = asyncio.Lock()

    async def note(self) -> None:
        async with self._log:  # takes 1,2
            await asyncio.sleep(0)

    async def touch(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)

    async def leave(self, empty: bool) -> None:
        await self._lock.acquire()  # holds 1
        if empty:
            self._lock.release()
            await self.touch()
            return
        await self.note()
        self._lock.release()

    async def wait(self) -> None:
        async with self._lock:
            self._lock.release()
            try:
                await self.touch()
            finally:
                await self._lock.acquire()

    async def stack(self) -> None:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._lock)
            await stack.aclose()
            await self.touch()

    async def drops(self):
        async with self._feed:
            yield 1

    async def pour(self) -> None:
        async for _ in self.drops():  # holds 2
            await self.note()
