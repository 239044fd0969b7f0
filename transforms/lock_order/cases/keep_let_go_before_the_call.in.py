import asyncio


class Pump:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def run(self, dry: bool) -> None:
        await self._lock.acquire()
        if dry:
            self._lock.release()
            await self.refill()
            return
        self._lock.release()

    async def refill(self) -> None:
        async with self._lock:
            await asyncio.sleep(0)
