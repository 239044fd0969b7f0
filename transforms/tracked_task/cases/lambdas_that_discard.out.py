import asyncio
import logging

logger = logging.getLogger(__name__)


class Bell:
    def __init__(self):
        self._rings = set()

    def ring(self, tone):
        task = asyncio.create_task(sound(tone))
        self._rings.add(task)
        task.add_done_callback(lambda done: self._rings.discard(done))
        task.add_done_callback(self._log_task_failure)

    def _log_task_failure(self, task: asyncio.Task[object]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Bell failed", exc_info=task.exception())


async def sound(tone):
    await tone()
