import asyncio
import logging

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


def poke(loud, quiet):
    if loud:
        task = asyncio.create_task(shout())  # at once
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
    elif quiet:
        task = asyncio.create_task(whisper())
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
    else:
        logger.debug("nothing")


async def shout():
    task = asyncio.create_task(whisper())
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)


async def whisper():
    pass
