import asyncio
import logging
import weakref

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


class Hub:
    def __init__(self):
        self._tasks = weakref.WeakSet()

    def start(self):
        task = asyncio.create_task(run())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
        self._tasks.add(task)
        self._tasks.add(asyncio.create_task(run()))

    def count(self):
        return len(self._tasks)


async def run():
    pass
