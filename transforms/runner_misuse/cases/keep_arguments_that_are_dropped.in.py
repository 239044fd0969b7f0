import asyncio


class JobRunner:
    def __init__(self):
        self._jobs = set()

    def run(self, job, *args, timeout=None):
        task = asyncio.create_task(asyncio.wait_for(job(), timeout))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)


class Hub:
    def __init__(self):
        self._runner = JobRunner()

    def start(self, size):
        self._runner.run(self.work, size)

    def named(self, size):
        self._runner.run(self.work, size=size)

    def bare(self):
        self._runner.run(self.work)

    async def work(self, size=1):
        await asyncio.sleep(size)
