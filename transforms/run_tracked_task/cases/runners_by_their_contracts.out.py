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
        self._background_tasks: set[asyncio.Task[object]] = set()

    def print(self, sheet):
        self.runner.run(self._print(sheet, copies=2))

    def print_named(self, sheet):
        task = asyncio.create_task(self._print(sheet, copies=1), name=sheet)
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def print_watched(self, sheet):
        task = asyncio.create_task(self._print(sheet, copies=1))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)
        task.add_done_callback(self._printed)

    async def _print(self, sheet, copies):
        self.sheets.extend([sheet] * copies)

    def _printed(self, task):
        self.sheets.append("done")

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Press failed", exc_info=task.exception())
