import asyncio
import logging

logger = logging.getLogger(__name__)


class Bridge:
    def __init__(self, loop: asyncio.AbstractEventLoop, owner):
        self._loop = loop
        self._owner = owner
        self._background_tasks: set[asyncio.Task[object]] = set()

    def known(self):
        task = self._loop.create_task(self._run())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def named(self):
        task = self._owner.loop.create_task(self._run())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _run(self):
        task = asyncio.get_running_loop().create_task(asyncio.sleep(0))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Bridge failed", exc_info=task.exception())
