import asyncio
import time


class RateLimiter:
    def __init__(self, interval):
        self._interval = interval
        self._last = 0.0
        self._lock = asyncio.Lock()

    async def turn(self):
        async with self._lock:
            wait = self._last + self._interval - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            self._last = time.monotonic()
