import asyncio
import logging

logger = logging.getLogger(__name__)


def settle(future: asyncio.Future, other: asyncio.Future, error: Exception | None) -> None:
    if error is not None:
        future.set_exception(error)
    else:
        exception = future.exception()
        if exception is not None:
            logger.error("A future failed in settle", exc_info=exception)
    exception = other.exception()
    if exception is not None:
        logger.error("Future other failed in settle", exc_info=exception)
    other.set_exception(ConnectionError("late"))


async def wait(task: asyncio.Task, patient: bool) -> None:
    if patient:
        await task
    else:
        exception = task.exception()
        if exception is not None:
            logger.error("A task failed in wait", exc_info=exception)
