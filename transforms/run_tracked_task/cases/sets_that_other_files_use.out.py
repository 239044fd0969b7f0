import asyncio
import logging

logger = logging.getLogger(__name__)
_module_tasks = set()


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


def _module_done(task):
    _module_tasks.discard(task)
    if not task.cancelled() and task.exception():
        logger.error("failed", exc_info=task.exception())


def start():
    task = asyncio.create_task(asyncio.sleep(1))
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)


class Hub:
    def __init__(self, name):
        self._name = name
        self._tasks = set()
        self._tracked_tasks: set[asyncio.Task[object]] = set()

    def go(self):
        task = asyncio.create_task(self._run())
        self._tracked_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _run(self):
        logger.info(self._name)

    def _done(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            logger.error("failed", exc_info=task.exception())

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._tracked_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Hub failed", exc_info=task.exception())
