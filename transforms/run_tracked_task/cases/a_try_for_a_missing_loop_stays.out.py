import asyncio
import json
import logging

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


def tell(news):
    try:
        task = asyncio.create_task(send(news))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
    except RuntimeError:
        logger.debug("no loop")


def tell_json(news):
    try:
        task = asyncio.create_task(send(json.dumps(news)))
        _background_tasks.add(task)
        task.add_done_callback(_on_background_task_done)
    except TypeError:
        logger.warning("not json")


async def send(news):
    logger.info(news)
