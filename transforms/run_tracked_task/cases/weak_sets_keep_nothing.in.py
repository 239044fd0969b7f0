import asyncio
import logging
import weakref

logger = logging.getLogger(__name__)


class Hub:
    def __init__(self):
        self._tasks = weakref.WeakSet()

    def start(self):
        task = asyncio.create_task(run())
        self._tasks.add(task)
        self._tasks.add(asyncio.create_task(run()))

    def count(self):
        return len(self._tasks)


async def run():
    pass
