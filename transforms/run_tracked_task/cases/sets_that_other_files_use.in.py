import asyncio
import logging

logger = logging.getLogger(__name__)
_module_tasks = set()


def _module_done(task):
    _module_tasks.discard(task)
    if not task.cancelled() and task.exception():
        logger.error("failed", exc_info=task.exception())


def start():
    asyncio.create_task(asyncio.sleep(1))


class Hub:
    def __init__(self, name):
        self._name = name
        self._tasks = set()

    def go(self):
        asyncio.create_task(self._run())

    async def _run(self):
        logger.info(self._name)

    def _done(self, task):
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            logger.error("failed", exc_info=task.exception())
