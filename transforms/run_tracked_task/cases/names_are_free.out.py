import asyncio
import logging

logger = logging.getLogger(__name__)


_tracked_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _tracked_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


class Board:
    def __init__(self, title):
        self.title = title
        self._tracked_tasks: set[asyncio.Task[object]] = set()

    def add(self, task):
        self._background_tasks = task
        background_task = asyncio.create_task(self._save(task))
        self._tracked_tasks.add(background_task)
        background_task.add_done_callback(self._on_background_task_done)

    async def _save(self, task):
        background_task = self.title
        logger.info("%s: %s", background_task, task)
        # Bound in a nested function, so it is free here.
        task_2 = asyncio.create_task(self._save(task))
        self._tracked_tasks.add(task_2)
        task_2.add_done_callback(self._on_background_task_done)

        def inner():
            return [task for task in (background_task,)]

        return inner

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._tracked_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Board failed", exc_info=task.exception())


def script(loop: asyncio.AbstractEventLoop, _background_tasks):
    task = loop.create_task(asyncio.sleep(_background_tasks))
    _tracked_tasks.add(task)
    task.add_done_callback(_on_background_task_done)
