import asyncio
import logging

logger = logging.getLogger(__name__)


class Board:
    def __init__(self):
        self._moves = []

    def move(self, piece):
        task = asyncio.create_task(piece())
        self._moves.append(task)
        task.add_done_callback(self._moves.remove)
        task.add_done_callback(self._log_task_failure)

    def _log_task_failure(self, task: asyncio.Task[object]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Board failed", exc_info=task.exception())
