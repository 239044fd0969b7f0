import asyncio
import logging

logger = logging.getLogger(__name__)


class Beacon:
    def __init__(self, sender):
        self._sender = sender
        self._background_tasks: set[asyncio.Task[object]] = set()

    def blink(self, colour):
        task = asyncio.Task(self._send(colour))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _send(self, colour):
        await self._sender(colour)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Beacon failed", exc_info=task.exception())


class Task:
    """Not asyncio's."""

    def __init__(self, title):
        self.title = title


def plan(title):
    Task(title)
