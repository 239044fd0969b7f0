import asyncio


class Log:
    def __init__(self):
        self._queue = asyncio.Queue()
        self._last = ""

    async def note(self, line):
        if line != self._last:
            await self._queue.put(line)
            self._last = line


class Board:
    def __init__(self, log: Log):
        self._log = log
        self._notes = []
        self._lock = asyncio.Lock()

    async def pin(self, note: str):
        async with self._lock:
            self._notes.append(note)
            await self._log.note(note)
