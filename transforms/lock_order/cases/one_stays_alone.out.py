import asyncio
import threading


class Meter:
    def __init__(self) -> None:
        # Lock order: _scale, then _needle; _label is never held with another.
        self._scale = threading.Lock()
        self._needle = threading.Lock()
        self._label = asyncio.Semaphore(2)

    def read(self) -> None:
        with self._scale:
            with self._needle:
                print("read")

    async def name(self) -> None:
        async with self._label:
            await asyncio.sleep(0)
