import asyncio
import logging

log = logging.getLogger(__name__)


class Counter:
    def __init__(self, name):
        self._name = name
        self._failed = 0
        self._tasks = set()

    def start(self):
        task = asyncio.create_task(self._work(self._name))
        self._tasks.add(task)
        task.add_done_callback(self._count)

    def farewell(self):
        if self._failed:
            asyncio.create_task(self._work("bye"))

    async def _work(self, text):
        log.info(text)

    def _count(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failed += 1
            log.error("failed", exc_info=task.exception())
        # The count is shown
        # when the program ends.


LIMIT = 3
