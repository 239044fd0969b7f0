import asyncio
from collections import deque


class Journal:
    def __init__(self, keep: int = 100) -> None:
        self._keep = keep
        self._kept: deque[str] = deque(maxlen=self._keep)
        self._queue: asyncio.Queue[str] = asyncio.Queue()

    def mentions(self, text: str) -> int:
        return sum(text in entry for entry in self._kept)

    async def write(self) -> None:
        while True:
            entry = await self._queue.get()
            if not entry:
                return
            self._kept.append(entry)
