import asyncio
import logging

logger = logging.getLogger(__name__)


class TaskRunner:
    """Runs functions by name."""

    def __init__(self):
        self._calls, self._tasks = {}, set()

    def run(self, call, *args, timeout=None, **kwargs):
        task = asyncio.create_task(self._calls.setdefault(call.__name__, call)(*args, **kwargs))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task):
        if not task.cancelled() and task.exception():
            logger.warning("runner: %s", task.exception())


class Node:
    def __init__(self, name):
        self._name = name
        self._task_runner = TaskRunner()
        self.log = []

    def report(self, cores):
        asyncio.create_task(self._notify(cores, ))

    def with_timeout(self):
        asyncio.create_task(self._notify(1, timeout=0.01))

    def other(self, peer):
        asyncio.create_task(peer._notify(2))

    async def _notify(self, cores, timeout=0):
        await asyncio.sleep(timeout)
        self.log.append((self._name, cores))
