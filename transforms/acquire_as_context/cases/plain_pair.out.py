import asyncio


class Ledger:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.entries = []

    async def add(self, entry, store):
        async with self._lock:
            await store(entry)
            self.entries.append(entry)
        return len(self.entries)

    async def last(self):
        async with self._lock:
            entry = self.entries[-1]
        return entry

    async def size(self):
        async with self._lock:
            return len(self.entries)
