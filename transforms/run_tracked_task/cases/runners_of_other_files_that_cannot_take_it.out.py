import asyncio
import logging
from typing import Optional

from runners import NameRunner, OpenRunner, PlainRunner, QueryRunner

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


async def work():
    pass


class NamedNode:
    def __init__(self):
        self._runner = NameRunner()

    def go(self):
        task = asyncio.create_task(work())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class QueryNode:
    def __init__(self):
        self._runner = QueryRunner()

    def go(self):
        task = asyncio.create_task(work())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class OpenNode:
    def __init__(self, runner: OpenRunner):
        self._runner = runner

    def go(self):
        task = asyncio.create_task(work())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class LateNode:
    def __init__(self, runner: Optional[PlainRunner] = None):
        self._runner = runner

    def go(self):
        task = asyncio.create_task(work())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class PatchedNode:
    def __init__(self):
        self._runner = PlainRunner()

    def go(self):
        task = asyncio.create_task(work())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)


class PlainNode:
    def __init__(self, runner: PlainRunner):
        self._runner = runner

    def go(self):
        task = asyncio.create_task(work())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
