import asyncio

LOCK = asyncio.Lock()
BY_NAME = {}


class Berth:
    def __init__(self, lock):
        self._lock = lock


class Quay:
    async def move(self, work):
        lock = asyncio.Lock()
        async with lock:
            await work()
        async with asyncio.Lock():
            await work()

    def berth(self):
        return Berth(asyncio.Lock())

    def lock(self, name):
        return BY_NAME.setdefault(name, asyncio.Lock())

    def make(self):
        return asyncio.Lock()

    def busy(self):
        self._busy = asyncio.Lock().locked()

    def several(self, other):
        other.lock = asyncio.Lock()
        self._one, self._two = asyncio.Lock(), asyncio.Lock()
        self._maker = lambda: asyncio.Lock()

    @staticmethod
    def plain(self):
        self._plain = asyncio.Lock()


async def main(work):
    guard = asyncio.Lock()
    await asyncio.gather(work(guard), work(guard))
