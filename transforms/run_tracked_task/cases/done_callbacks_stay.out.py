import asyncio
import logging

logger = logging.getLogger(__name__)
ENDED = []


class Fetcher:
    def __init__(self, url):
        self.url = url
        self.busy = 0
        self._background_tasks: set[asyncio.Task[object]] = set()

    def start(self):
        task = asyncio.create_task(self._fetch())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)
        task.add_done_callback(self._count)

    def start_watched(self):
        # The callback reports the error.
        task = asyncio.create_task(self._fetch())
        self._background_tasks.add(task)
        task.add_done_callback(self._background_tasks.discard)
        task.add_done_callback(self._report)

    def start_hooked(self, hook):
        fetch = asyncio.create_task(
            self._fetch(),
        )
        self._background_tasks.add(fetch)
        fetch.add_done_callback(self._on_background_task_done)
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

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Fetcher failed", exc_info=task.exception())
