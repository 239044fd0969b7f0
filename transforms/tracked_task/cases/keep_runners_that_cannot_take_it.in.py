import asyncio


class JobRunner:
    def __init__(self):
        self._jobs = set()

    def run(self, job, *args, timeout=None):
        task = asyncio.create_task(asyncio.wait_for(job(*args), timeout))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)


class Press:
    def __init__(self):
        self.runner = JobRunner()
        self._prints = set()
        self._folds = set()

    def print(self, sheet):
        task = asyncio.create_task(self._print(sheet, timeout=3))
        self._prints.add(task)
        task.add_done_callback(self._prints.discard)

    def fold(self, sheet):
        task = asyncio.create_task(self._print(sheet))
        self._folds.add(task)
        task.add_done_callback(self._folds.discard)

    def cut(self, sheet):
        task = asyncio.create_task(self._print(sheet))
        self._prints.add(task)
        task.add_done_callback(self._prints.discard)
        return task.get_name()

    def close(self):
        for task in self._folds:
            task.cancel()

    async def _print(self, sheet, timeout=0):
        await asyncio.sleep(timeout)
