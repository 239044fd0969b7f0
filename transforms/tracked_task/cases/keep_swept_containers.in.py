import asyncio


class Hub:
    def __init__(self):
        self._jobs = set()
        self._calls = []
        self._waves = set()
        self._lost = set()

    def start(self, job):
        self._jobs = {task for task in self._jobs if not task.done()}
        self._jobs.add(asyncio.create_task(job()))

    def call(self, job):
        self._calls.append(asyncio.create_task(job()))

    async def rest(self):
        await asyncio.gather(*self._calls)
        self._calls.clear()

    def wave(self, job):
        self._waves.add(asyncio.create_task(job()))

    async def drain(self):
        while self._waves:
            done, self._waves = await asyncio.wait(self._waves)

    def lose(self, job):
        self._lost.add(asyncio.create_task(job()))

    def _prune(self):
        self._lost = {task for task in self._lost if not task.done()}
