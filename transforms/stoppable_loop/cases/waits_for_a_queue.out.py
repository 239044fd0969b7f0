import asyncio


class Printer:
    def __init__(self):
        self._jobs = asyncio.Queue()
        self._alive = False
        self.printed = []

    def start(self):
        self._alive = True
        self.task = asyncio.create_task(self._work())

    def submit(self, job):
        self._jobs.put_nowait(job)

    def stop(self):
        self._alive = False

    async def _work(self):
        while self._alive:
            job = await self._jobs.get()
            self.printed.append(job)
