import asyncio


class JobRunner:
    def __init__(self):
        self._jobs = set()
        self.failures = []

    def run(self, job, *args, timeout=None):
        task = asyncio.create_task(asyncio.wait_for(job(*args), timeout))
        self._jobs.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task):
        self._jobs.discard(task)
        if not task.cancelled() and task.exception():
            self.failures.append(repr(task.exception()))


class Press:
    def __init__(self):
        self.runner = JobRunner()
        self.sheets = []
        self._prints = set()

    def print(self, sheet):
        task = asyncio.create_task(self._print(sheet))
        self._prints.add(task)
        task.add_done_callback(self._prints.discard)

    async def _print(self, sheet):
        await asyncio.sleep(0)
        self.sheets.append(sheet.upper())
