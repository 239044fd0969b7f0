import asyncio
import logging

from base import Base

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


class Worker(Base):
    def go(self):
        task = asyncio.create_task(self._run())
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    async def _run(self):
        logger.info(self._name)


class Other(Base):
    def _task_done(self, task):
        print(task)

    def go(self):
        task = asyncio.create_task(self._run())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    async def _run(self):
        logger.info(self._name)
