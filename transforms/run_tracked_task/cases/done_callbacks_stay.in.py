import asyncio
import logging

logger = logging.getLogger(__name__)
ENDED = []


class Fetcher:
    def __init__(self, url):
        self.url = url
        self.busy = 0

    def start(self):
        task = asyncio.create_task(self._fetch())
        task.add_done_callback(self._count)

    def start_watched(self):
        # The callback reports the error.
        asyncio.create_task(self._fetch()).add_done_callback(self._report)

    def start_hooked(self, hook):
        fetch = asyncio.create_task(
            self._fetch(),
        )
        fetch.add_done_callback(hook)

    async def _fetch(self):
        await asyncio.sleep(0)
        raise TimeoutError(self.url)

    def _count(self, task):
        self.busy -= 1
        ENDED.append(task.get_name())

    def _report(self, task):
        if not task.cancelled():
            ENDED.append(str(task.exception()))
