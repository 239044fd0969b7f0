import asyncio
import logging
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


@dataclass(slots=True)
class Point:
    seen: list = field(default_factory=list)

    def note(self):
        task = asyncio.create_task(work(self.seen))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


@dataclass(frozen=True)
class Frozen:
    seen: tuple = ()

    def note(self):
        task = asyncio.create_task(work(self.seen))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class Slotted:
    __slots__ = ("seen", "__dict__", "__weakref__")

    def __init__(self):
        self.seen = []

    def note(self):
        task = asyncio.create_task(work(self.seen))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class Bare:
    def note(self):
        task = asyncio.create_task(work(self))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class Pair(NamedTuple):
    one: int

    def note(self):
        task = asyncio.create_task(work(self.one))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class Colour(Enum):
    RED = 1

    def note(self):
        task = asyncio.create_task(work(self.value))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class Tools:
    def __init__(self):
        self.seen = []
        self._background_tasks: set[asyncio.Task[object]] = set()

    @classmethod
    def of_class(cls):
        task = asyncio.create_task(work(cls))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    @staticmethod
    def of_nobody(seen):
        task = asyncio.create_task(work(seen))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    def nested(self):
        def go():
            task = asyncio.create_task(work(self.seen))
            self._background_tasks.add(task)
            task.add_done_callback(self._on_background_task_done)

        go()

    def _on_background_task_done(self, task: asyncio.Task[object]) -> None:
        self._background_tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        logger.error("A background task of Tools failed", exc_info=task.exception())


async def work(seen):
    await asyncio.sleep(0)
    if seen is None:
        raise OSError("gone")
