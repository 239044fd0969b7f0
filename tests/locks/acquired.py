"""`acquire()` and `release()`: between them, and in branches."""
# edge 1: Gate._lock -> Gate._log
# edge 2: Gate._lock -> Gate._lock
# certain: Gate._lock -> Gate._lock
import asyncio


class Gate:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._log = asyncio.Lock()

    async def open(self) -> None:
        await self._lock.acquire()  # holds 1
        try:
            async with self._log:  # takes 1
                await asyncio.sleep(0)
        finally:
            self._lock.release()
        await self.close()

    async def close(self) -> None:
        async with self._lock:  # takes 2
            await asyncio.sleep(0)

    async def reopen(self, force: bool) -> None:
        await self._lock.acquire()
        await asyncio.sleep(0)
        if self._lock.locked():
            self._lock.release()
        await self.close()

    async def swing(self, stuck: bool) -> None:
        await self._lock.acquire()  # holds 2
        if stuck:
            self._lock.release()
            return
        await self.close()
        self._lock.release()

    async def knock(self) -> None:
        if self._lock.locked():
            return
        lock = self._lock
        await lock.acquire()
        lock.release()
        async with self._log:
            await asyncio.sleep(0)
