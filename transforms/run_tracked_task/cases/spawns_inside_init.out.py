import asyncio
import logging

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


class Session:
    def __init__(self, user=None):
        self.user = user
        self._background_tasks: set[asyncio.Task[object]] = set()
        if user is None:
            # Nobody to greet.
            return
        task = asyncio.create_task(self._greet())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)
        self.greeted = True

    async def _greet(self):
        logger.info("hello %s", self.user)

        async def again():
            await asyncio.sleep(0)
            task = asyncio.create_task(self._greet())
            self._background_tasks.add(task)
            task.add_done_callback(self._on_background_task_done)

        await again()

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Session failed", exc_info=task.exception())


class Lonely:
    def __init__(self):
        task = asyncio.create_task(asyncio.sleep(0))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
