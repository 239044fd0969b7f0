import asyncio


class Hub:
    def __init__(self, ready):
        self._ready = ready
        self._jobs = set()

    async def late(self, job):
        task = asyncio.create_task(job())
        await self._ready.wait()
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def late_callback(self, job):
        task = asyncio.create_task(job())
        self._jobs.add(task)
        await self._ready.wait()
        task.add_done_callback(self._jobs.discard)

    async def in_time(self, job):
        await self._ready.wait()
        task = asyncio.create_task(job())
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)
        await self._ready.wait()
        task.add_done_callback(print)
