import asyncio
import logging

logger = logging.getLogger(__name__)


class Board:
    def __init__(self, title):
        self.title = title

    def add(self, task):
        self._background_tasks = task
        asyncio.create_task(self._save(task))

    async def _save(self, task):
        background_task = self.title
        logger.info("%s: %s", background_task, task)
        # Bound in a nested function, so it is free here.
        _ = asyncio.create_task(self._save(task))

        def inner():
            return [task for task in (background_task,)]

        return inner


def script(loop: asyncio.AbstractEventLoop, _background_tasks):
    loop.create_task(asyncio.sleep(_background_tasks))
