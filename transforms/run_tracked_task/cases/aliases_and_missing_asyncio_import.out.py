import asyncio
import logging
from asyncio import create_task as go
from asyncio import sleep

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


async def main():
    task = go(child())
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)
    await sleep(0)


async def child():
    """Does nothing."""
