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
        self._background_tasks: set[asyncio.Task[object]] = set()

    def print(self, sheet):
        self.runner.run(self._print, sheet)

    def print_with(self, sheet):
        task = asyncio.create_task(self._print(sheet=sheet))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def print_all(self, options):
        task = asyncio.create_task(self._print(**options))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def print_made(self, sheet):
        task = asyncio.create_task(self.make(sheet))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _print(self, sheet):
        self.sheets.append(sheet)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Press failed", exc_info=task.exception())
