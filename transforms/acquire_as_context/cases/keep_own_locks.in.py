import asyncio


class Weight:
    """A semaphore of several permits."""

    def __init__(self):
        self._free = 10

    async def acquire(self, count):
        while self._free < count:
            await asyncio.sleep(0)
        self._free -= count

    def release(self, count):
        self._free += count


class Guarded(asyncio.Lock):
    async def __aenter__(self):
        return self


class Crane:
    def __init__(self):
        self._weight = Weight()
        self._guarded = Guarded()

    async def lift(self, count, move):
        await self._weight.acquire(count)
        await move(count)
        self._weight.release(count)

    async def swing(self, move):
        await self._guarded.acquire()
        await move(0)
        self._guarded.release()

    async def turn(self, move):
        await self._weight.acquire(1)
        try:
            await move(1)
        finally:
            self._weight.release(1)

    async def drop(self, move):
        try:
            await self._weight.acquire(1)
            await move(1)
        finally:
            self._weight.release(1)


class FileLock:
    async def acquire(self):
        return True

    async def release(self):
        pass


async def copy(path, write):
    lock = FileLock()
    if await lock.acquire():
        await write(path)
        await lock.release()


async def move(path, write):
    lock = FileLock()
    held = await lock.acquire()
    try:
        return await write(path), held
    finally:
        await lock.release()


async def link(path, write):
    lock = FileLock()
    if await lock.acquire():
        try:
            await write(path)
        finally:
            await lock.release()
