import asyncio
import logging

logger = logging.getLogger(__name__)


class Base:
    def __init__(self, name):
        self._name = name
        self._tasks: set[asyncio.Task[object]] = set()

    def begin(self):
        task = asyncio.create_task(self.work())
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    async def work(self):
        logger.info(self._name)

    def _task_done(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A task failed", exc_info=task.exception())
