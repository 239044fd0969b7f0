import asyncio
import threading


class Gauge:
    def __init__(self):
        self._value = 0
        self._lock = threading.RLock()

    async def add(self, amount):
        with self._lock:
            before = self._value
            await asyncio.sleep(0)
            self._value = before + amount
