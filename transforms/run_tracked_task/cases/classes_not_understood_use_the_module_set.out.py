import asyncio
import logging

from .base import Service

log = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    log.error("A background task failed", exc_info=task.exception())


class Api(Service):
    def __init__(self, port):
        self._port = port

    def start(self):
        task = asyncio.create_task(self._serve(self._port))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class Plain:
    def __init__(self, port):
        self._port = port

    def start(self):
        task = asyncio.create_task(self._serve(self._port))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    async def _serve(self, port):
        pass


class Fake(Plain):
    def __init__(self):
        self._port = 0


class Watcher:
    def __init__(self, path):
        self.path = path

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)

    def start(self):
        task = asyncio.create_task(self._watch())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    async def _watch(self):
        log.info("watching %s", self.path)


class Idle:
    """A subclass elsewhere may skip this ``__init__``, and nothing breaks."""

    def __init__(self):
        self.note = ""

    def start(self):
        task = asyncio.create_task(asyncio.sleep(0))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
