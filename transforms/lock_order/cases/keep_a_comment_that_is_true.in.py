import asyncio


class Pool:
    def __init__(self) -> None:
        # Lock order: _dialing, then _lock.
        self._lock = asyncio.Lock()
        self._dialing = asyncio.Lock()

    async def acquire(self) -> None:
        async with self._dialing:
            async with self._lock:
                await asyncio.sleep(0)
