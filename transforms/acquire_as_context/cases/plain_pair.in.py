import asyncio


class Ledger:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.entries = []

    async def add(self, entry, store):
        await self._lock.acquire()
        await store(entry)
        self.entries.append(entry)
        self._lock.release()
        return len(self.entries)

    async def last(self):
        await self._lock.acquire()
        entry = self.entries[-1]
        self._lock.release()
        return entry

    async def size(self):
        async with self._lock:
            return len(self.entries)
