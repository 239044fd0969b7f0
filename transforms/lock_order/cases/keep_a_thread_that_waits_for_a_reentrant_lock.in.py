import asyncio
import threading


class Store:
    def __init__(self) -> None:
        self._lock = threading.RLock()

    async def reload(self) -> None:
        with self._lock:
            await asyncio.to_thread(self.load)

    def load(self) -> None:
        with self._lock:
            print("loaded")
