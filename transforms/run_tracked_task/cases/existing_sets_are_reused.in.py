import asyncio
import logging

log = logging.getLogger(__name__)
_tasks = set()


def _finished(task):
    _tasks.discard(task)
    if not task.cancelled() and task.exception():
        log.warning("task failed", exc_info=task.exception())


def kept():
    task = asyncio.create_task(work())
    _tasks.add(task)
    task.add_done_callback(_finished)


def dropped():
    asyncio.create_task(work())


async def work():
    pass


class Hub:
    def __init__(self, name):
        self._name = name
        self._running: set[asyncio.Task] = set()

    def kept(self):
        task = asyncio.create_task(self._work())
        self._running.add(task)
        task.add_done_callback(self._ended)

    def dropped(self):
        asyncio.create_task(self._work())

    def _ended(self, task):
        self._running.discard(task)
        if task.cancelled():
            return
        if task.exception() is not None:
            log.error("%s", self._name, exc_info=task.exception())

    async def _work(self):
        pass
