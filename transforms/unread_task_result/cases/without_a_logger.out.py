import asyncio
import contextlib
import logging

logger = logging.getLogger(__name__)


async def stop(tasks: dict[str, asyncio.Task]) -> None:
    for name in list(tasks):
        with contextlib.suppress(asyncio.CancelledError):
            exception = tasks[name].exception()
            if exception is not None:
                logger.error("Task an item of tasks failed in stop", exc_info=exception)
        del tasks[name]
