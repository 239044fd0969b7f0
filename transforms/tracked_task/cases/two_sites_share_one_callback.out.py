import asyncio
import logging

logger = logging.getLogger(__name__)


class Desk:
    def __init__(self, staff):
        self._staff = staff
        self._calls = set()

    def call(self, number):
        task = asyncio.create_task(self._staff(number))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        task.add_done_callback(self._log_task_failure)

    def call_all(self, numbers):
        for number in numbers:
            task = asyncio.create_task(self._staff(number))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
            task.add_done_callback(self._log_task_failure)

    def _log_task_failure(self, task: asyncio.Task[object]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Desk failed", exc_info=task.exception())
