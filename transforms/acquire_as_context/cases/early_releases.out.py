import asyncio


class Queue:
    def __init__(self):
        self._lock = asyncio.Lock()
        self.items = []

    async def take(self, wanted, check):
        async with self._lock:
            if not self.items:
                return None
            for item in self.items:
                if item == wanted:
                    await check(item)
                    self.items.remove(item)
                    return item
        raise LookupError(wanted)
