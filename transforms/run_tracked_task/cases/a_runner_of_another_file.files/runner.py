import asyncio
import logging

logger = logging.getLogger(__name__)


class Base:
    def key(self, call):
        return call.__name__


class TaskRunner(Base):
    """Runs functions by name."""

    def __init__(self):
        self._tasks = {}

    def run(self, call, *args, timeout=None, **kwargs):
        task = asyncio.create_task(call(*args, **kwargs))
        self._tasks[self.key(call)] = task
        return task
