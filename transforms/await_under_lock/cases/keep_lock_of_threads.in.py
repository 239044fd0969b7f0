import asyncio
import threading


class Gauge:
    def __init__(self):
        self._value = 0
        self._lock = threading.Lock()

    async def read(self):
        with self._lock:
            await asyncio.sleep(0)
            return self._value

    def write(self, value):
        with self._lock:
            self._value = value
