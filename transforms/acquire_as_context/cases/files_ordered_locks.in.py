from harbour.locks import OrderedLock


class Ledger:
    def __init__(self):
        self._lock = OrderedLock("Ledger._lock")
        self.entries = []

    async def add(self, entry, store):
        await self._lock.acquire()
        await store(entry)
        self.entries.append(entry)
        self._lock.release()
        return len(self.entries)

    async def size(self):
        async with self._lock:
            return len(self.entries)
