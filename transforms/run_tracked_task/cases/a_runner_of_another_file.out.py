import asyncio
import logging

from runner import TaskRunner

logger = logging.getLogger(__name__)


class Node:
    def __init__(self, name):
        self._name = name
        self._task_runner = TaskRunner()
        self.log = []
        self._background_tasks: set[asyncio.Task[object]] = set()

    def report(self, cores):
        self._task_runner.run(self._notify, cores)

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


class Guest:
    def __init__(self, runner: TaskRunner):
        self._runner = runner
        self._name = "guest"
        self._background_tasks: set[asyncio.Task[object]] = set()

    def report(self):
        task = asyncio.create_task(self._notify())
        self._background_tasks.add(task)
        task.add_done_callback(self._on_background_task_done)

    async def _notify(self):
        logger.info(self._name)

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Guest failed", exc_info=task.exception())
