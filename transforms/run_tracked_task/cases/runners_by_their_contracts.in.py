import asyncio
import logging

logger = logging.getLogger(__name__)


class JobRunner:
    jobs = set()

    def run(self, coroutine):
        self.jobs.add(asyncio.create_task(coroutine))


class Press:
    def __init__(self):
        self.runner = JobRunner()
        self.sheets = []

    def print(self, sheet):
        asyncio.create_task(self._print(sheet, copies=2))

    def print_named(self, sheet):
        asyncio.create_task(self._print(sheet, copies=1), name=sheet)

    def print_watched(self, sheet):
        task = asyncio.create_task(self._print(sheet, copies=1))
        task.add_done_callback(self._printed)

    async def _print(self, sheet, copies):
        self.sheets.extend([sheet] * copies)

    def _printed(self, task):
        self.sheets.append("done")
