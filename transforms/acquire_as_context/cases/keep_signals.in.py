import asyncio


class Feed:
    """Each row that comes in is a permit for one turn."""

    def __init__(self, slots):
        self._rows = []
        self._ready = asyncio.Semaphore(0)
        self._named = asyncio.Semaphore(value=0)
        self._mixed = asyncio.Semaphore(0)
        self._silent = asyncio.Semaphore(0)
        self._slots = asyncio.Semaphore(slots)

    def put(self, row):
        self._rows.append(row)
        self._ready.release()
        self._named.release()

    def reset(self):
        self._mixed = asyncio.Semaphore(1)

    async def take(self):
        await self._ready.acquire()
        return self._rows.pop(0)

    async def take_named(self):
        await self._named.acquire()
        return self._rows.pop(0)

    async def take_mixed(self):
        await self._mixed.acquire()
        return self._rows.pop(0)

    async def hang(self):
        await self._silent.acquire()
        return self._rows.pop(0)

    async def take_slot(self):
        await self._slots.acquire()
        return self._rows.pop(0)


async def pump(group, rows, sink):
    ready = asyncio.Semaphore(0)

    async def move(rows, sink, ready: asyncio.Semaphore):
        for row in rows:
            await ready.acquire()
            await sink(row)

    async def move_all(rows, sink, ready: asyncio.Semaphore):
        for row in rows:
            await ready.acquire()
            await sink(row)

    group.start_soon(move, rows, sink, ready)
    group.start_soon(move_all, rows, sink, ready)
    await move_all(rows, sink, asyncio.Semaphore(2))
    return ready.release
