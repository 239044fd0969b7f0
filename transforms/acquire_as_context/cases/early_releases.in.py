import asyncio


class Queue:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.items = []

    async def take(self, wanted, check):
        await self._lock.acquire()
        if not self.items:
            self._lock.release()
            return None
        for item in self.items:
            if item == wanted:
                await check(item)
                self.items.remove(item)
                self._lock.release()
                return item
        self._lock.release()
        raise LookupError(wanted)
