import asyncio
import logging

from app import App

logger = logging.getLogger(__name__)


class Bridge:
    def __init__(self, app: App):
        self._app = app
        self._background_tasks: set[asyncio.Task[object]] = set()

    def known(self):
        task = self._app.loop.create_task(self._run())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def named(self):
        task = self._app.main_loop.create_task(self._run())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def replaced(self):
        task = self._app.spare_loop.create_task(self._run())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _run(self):
        await asyncio.sleep(0)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Bridge failed", exc_info=task.exception())
