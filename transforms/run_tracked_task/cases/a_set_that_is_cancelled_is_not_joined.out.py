import asyncio
import logging

log = logging.getLogger(__name__)


class Hub:
    def __init__(self, name):
        self._name = name
        self._background_tasks = set()
        self._tracked_tasks: set[asyncio.Task[object]] = set()

    def start(self):
        task = asyncio.create_task(self._work(self._name))
        self._background_tasks.add(task)
        task.add_done_callback(self._background_tasks.discard)

    def farewell(self):
        task = asyncio.create_task(self._work("bye"))
        self._tracked_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def close(self):
        for task in self._background_tasks:
            task.cancel()

    async def _work(self, text):
        await asyncio.sleep(0)
        log.info(text)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._tracked_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        log.error("A background task of Hub failed", exc_info=task.exception())
