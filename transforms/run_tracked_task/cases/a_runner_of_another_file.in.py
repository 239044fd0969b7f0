import asyncio
import logging

from runner import TaskRunner

logger = logging.getLogger(__name__)


class Node:
    def __init__(self, name):
        self._name = name
        self._task_runner = TaskRunner()
        self.log = []

    def report(self, cores):
        asyncio.create_task(self._notify(cores))

    def with_timeout(self):
        asyncio.create_task(self._notify(1, timeout=0.01))

    def other(self, peer):
        asyncio.create_task(peer._notify(2))

    async def _notify(self, cores, timeout=0):
        await asyncio.sleep(timeout)
        self.log.append((self._name, cores))


class Guest:
    def __init__(self, runner: TaskRunner):
        self._runner = runner
        self._name = "guest"

    def report(self):
        asyncio.create_task(self._notify())

    async def _notify(self):
        logger.info(self._name)
