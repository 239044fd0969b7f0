import asyncio
import logging

logger = logging.getLogger(__name__)


class Outbox:
    def __init__(self, send):
        self._send = send
        self._open = set()

    def post(self, letter):
        task = asyncio.create_task(self._deliver(letter))
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        task.add_done_callback(self._log_task_failure)

    async def _deliver(self, letter):
        await self._send(letter)

    def _log_task_failure(self, task: asyncio.Task[object]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Outbox failed", exc_info=task.exception())
