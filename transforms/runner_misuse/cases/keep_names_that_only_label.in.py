import asyncio


class LabelRunner:
    def __init__(self):
        self._tasks = set()

    def run(self, call, *args):
        task = asyncio.create_task(call(*args), name=call.__name__)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class ReplacingRunner:
    def __init__(self):
        self._tasks = {}

    def run(self, call, *args):
        task = asyncio.create_task(call(*args))
        self._tasks[call.__name__] = task


class Hub:
    def __init__(self, runner: LabelRunner):
        self._runner = runner
        self._other = ReplacingRunner()

    async def start(self, jobs):
        for job in jobs:
            await self._runner.run(lambda: job())
        self._runner.run(self.work).cancel()
        self._other.run(self.work)

    async def work(self):
        await asyncio.sleep(1)
