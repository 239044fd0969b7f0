import asyncio


class Turnstile:
    """A lock by another name."""

    def __init__(self):
        self._arm = asyncio.Lock()
        self._lock = asyncio.Lock()

    async def acquire(self):
        await self._arm.acquire()
        return True

    def release(self):
        self._arm.release()

    async def __aenter__(self):
        await self._lock.acquire()
        return self

    async def __aexit__(self, *failure):
        self._lock.release()

    async def enter(self):
        await self.acquire()


class Crew:
    def __init__(self, size):
        self._free = asyncio.Semaphore(size)
        self._exits = asyncio.Semaphore(size)
        self._seats = asyncio.Semaphore(size)
        self.tasks = set()

    async def start(self, work):
        await self._free.acquire()
        task = asyncio.create_task(work())
        self.tasks.add(task)
        task.add_done_callback(lambda done: self._free.release())
        await asyncio.sleep(0)

    async def leave(self, loop):
        await self._exits.acquire()
        loop.call_later(1, self._exits.release)

    async def seat(self, work):
        await self._seats.acquire()
        task = asyncio.create_task(self._sit(work))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        await asyncio.sleep(0)

    async def _sit(self, work):
        try:
            await work()
        finally:
            self._seats.release()
