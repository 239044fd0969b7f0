import asyncio


class Ledger:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.lines = []

    async def write(self, line):
        try:
            await self._lock.acquire()
            self.lines.append(line)
        finally:
            # also when the acquire itself has failed
            self._lock.release()
