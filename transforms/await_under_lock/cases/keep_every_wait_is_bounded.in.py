import asyncio


class Courier:
    def __init__(self):
        self._trips = 0
        self._arrived = asyncio.Event()
        self._back = asyncio.Event()
        self._lock = asyncio.Lock()

    async def trip(self):
        async with self._lock:
            await asyncio.wait_for(self._arrived.wait(), timeout=5)
            async with asyncio.timeout(10):
                await self._back.wait()
            self._trips += 1
