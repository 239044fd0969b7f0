"""A helper that lets the lock go before it waits."""
# edge 1: Pump._lock -> Pump._lock
# possible: Pump._lock -> Pump._lock | let go of meanwhile
import asyncio


class Pump:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def run(self) -> None:
        async with self._lock:  # holds 1
            await self._pause()

    async def _pause(self) -> None:
        self._lock.release()
        await asyncio.sleep(1)
        await self._lock.acquire()  # takes 1
