import asyncio
import logging

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


class Job:
    def __init__(self, number: int) -> None:
        self.number = number

    def start(self) -> None:
        task = asyncio.create_task(self.work())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    async def work(self) -> None:
        await asyncio.sleep(self.number)


class Desk:
    def __init__(self, number: int) -> None:
        self.number = number
        self._background_tasks: set[asyncio.Task[object]] = set()

    def start(self) -> None:
        task = asyncio.create_task(self.work())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def work(self) -> None:
        await asyncio.sleep(self.number)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Desk failed", exc_info=task.exception())
