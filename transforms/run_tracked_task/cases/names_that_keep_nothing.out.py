import asyncio
import logging

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


async def serve(stop):
    task = asyncio.create_task(tick())
    _background_tasks.add(task)
    task.add_done_callback(_on_background_task_done)
    beat = asyncio.create_task(tick(), name="beat")
    _background_tasks.add(beat)
    beat.add_done_callback(_on_background_task_done)
    beat.set_name("heart")
    logger.info("started %s", beat)
    spare: asyncio.Task = asyncio.create_task(
        tick(),
    )  # never looked at
    _background_tasks.add(spare)
    spare.add_done_callback(_on_background_task_done)
    await stop.wait()


async def tick():
    raise LookupError("tick")
