import asyncio
import logging

log = logging.getLogger(__name__)


class Hub:
    def __init__(self, name):
        self._name = name
        self._background_tasks = set()

    def start(self):
        task = asyncio.create_task(self._work(self._name))
        self._background_tasks.add(task)
        task.add_done_callback(self._background_tasks.discard)

    def farewell(self):
        asyncio.create_task(self._work("bye"))

    def close(self):
        for task in self._background_tasks:
            task.cancel()

    async def _work(self, text):
        await asyncio.sleep(0)
        log.info(text)
