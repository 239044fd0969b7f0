import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(self, send_task, thing, logger2) -> None:
    if send_task.done():
        exception = send_task.exception()  # now
        if exception is not None:
            logger.error("Task send_task failed in collect", exc_info=exception)
    thing.exception()
    logger2.exception()
    logger.exception("no task")
