import asyncio
import logging

logger = logging.getLogger(__name__)


class JobRunner:
    def __init__(self):
        self._jobs = set()

    def run(self, job, *args, **kwargs):
        if asyncio.iscoroutinefunction(job):
            self._jobs.add(asyncio.create_task(job(*args)))


class Press:
    def __init__(self, make):
        self.runner = JobRunner()
        self.make = make
        self.sheets = []

    def print(self, sheet):
        asyncio.create_task(self._print(sheet))

    def print_with(self, sheet):
        asyncio.create_task(self._print(sheet=sheet))

    def print_all(self, options):
        asyncio.create_task(self._print(**options))

    def print_made(self, sheet):
        asyncio.create_task(self.make(sheet))

    async def _print(self, sheet):
        self.sheets.append(sheet)
