import asyncio
import logging

log = logging.getLogger(__name__)


class Counter:
    def __init__(self, name):
        self._name = name
        self._failed = 0
        self._tasks = set()
        self._background_tasks: set[asyncio.Task[object]] = set()

    def start(self):
        task = asyncio.create_task(self._work(self._name))
        self._tasks.add(task)
        task.add_done_callback(self._count)

    def farewell(self):
        if self._failed:
            task = asyncio.create_task(self._work("bye"))
            self._background_tasks.add(task)
            task.add_done_callback(self._on_background_task_done)

    async def _work(self, text):
        log.info(text)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        log.error("A background task of Counter failed", exc_info=task.exception())

    def _count(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failed += 1
            log.error("failed", exc_info=task.exception())
        # The count is shown
        # when the program ends.


LIMIT = 3
