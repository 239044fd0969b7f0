import asyncio


class Crew:
    def __init__(self):
        self._jobs = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._done = []
        self._lock = asyncio.Lock()

    async def next(self):
        async with self._lock:
            job = await self._jobs.get()
            self._done.append(job)

    async def stop(self):
        async with self._lock:
            if self._task is not None:
                await self._task
            self._task = None
