import asyncio
from dataclasses import dataclass, field

import structlog

log = structlog.get_logger()


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    log.error("A background task failed", exc_info=task.exception())


@dataclass
class Job:
    name: str
    done: list = field(default_factory=list)

    def start(self):
        task = asyncio.create_task(self._run())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    async def _run(self):
        self.done.append(self.name)


class Cell:
    __slots__ = ("value",)

    def __init__(self):
        self.value = 0

    def bump(self):
        task = asyncio.create_task(self._bump())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)

    async def _bump(self):
        self.value += 1

    @staticmethod
    def later():
        task = asyncio.create_task(asyncio.sleep(1))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
