"""Tasks that are counted and handed to a worker."""

import asyncio


class Intake:
    def __init__(self) -> None:
        self._jobs: asyncio.Queue[str] = asyncio.Queue(maxsize=1)
        self._seen: set[str] = set()
        self._lock = asyncio.Lock()

    async def add(self, job: str) -> None:
        async with self._lock:
            self._seen.add(job)
        await self._jobs.put(job)

    async def take(self) -> str:
        job = await self._jobs.get()
        async with self._lock:
            self._seen.discard(job)
        return job
