import asyncio
import logging

from watch import look

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


class Link:
    def __init__(self, number: int) -> None:
        self.number = number
        self._background_tasks: set[asyncio.Task[object]] = set()

    def open(self) -> None:
        task = asyncio.create_task(beat(look(self)))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    def send(self) -> None:
        task = asyncio.create_task(self._send())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _send(self) -> None:
        await asyncio.sleep(self.number)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Link failed", exc_info=task.exception())


async def beat(link) -> None:
    while link() is not None:
        await asyncio.sleep(0.01)
