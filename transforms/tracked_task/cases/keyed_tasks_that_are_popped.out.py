import asyncio
import logging
from functools import partial

logger = logging.getLogger(__name__)


class Timers:
    def __init__(self):
        self._timers = {}

    def after(self, key, action):
        task = asyncio.create_task(action())
        self._timers[key] = task
        task.add_done_callback(partial(self._timers.pop, key))
        task.add_done_callback(self._log_task_failure)

    def _log_task_failure(self, task: asyncio.Task[object]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Timers failed", exc_info=task.exception())
