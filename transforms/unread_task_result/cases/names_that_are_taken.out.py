import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(task: asyncio.Task, exception: str) -> str:
    error = task.exception()
    if error is not None:
        logger.error("A task failed in collect", exc_info=error)
    return exception


def other(future: asyncio.Future) -> None:
    error = future.exception()
    if error is not None:
        logger.error("A future failed in other", exc_info=error)


class Owner:
    task: asyncio.Task

    exception = task.exception()
    if exception is not None:
        logger.error("A task failed in Owner", exc_info=exception)
