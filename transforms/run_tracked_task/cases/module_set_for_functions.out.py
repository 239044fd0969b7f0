import asyncio
import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
SEEN = []


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


# Called for every upload.
def on_upload(name, notify: Callable | None = None):
    if notify is not None:
        notify(name)
    task = asyncio.create_task(scan(name))
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)


async def scan(name):
    if name == "bad":
        raise ValueError(name)
    await asyncio.sleep(0)
    SEEN.append(name)
    task = asyncio.create_task(archive(name))
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)


async def archive(name):
    SEEN.append(name.upper())
