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
        self._background_tasks: set[asyncio.Task[object]] = set()

    def report(self, cores):
        self._task_runner.run(self._notify, cores, )

    def with_timeout(self):
        task = asyncio.create_task(self._notify(1, timeout=0.01))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    def other(self, peer):
        task = asyncio.create_task(peer._notify(2))
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _notify(self, cores, timeout=0):
        await asyncio.sleep(timeout)
        self.log.append((self._name, cores))

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Node failed", exc_info=task.exception())
