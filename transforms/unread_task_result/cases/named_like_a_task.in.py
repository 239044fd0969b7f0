import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(self, send_task, thing, logger2) -> None:
    if send_task.done(): send_task.exception()  # now
    thing.exception()
    logger2.exception()
    logger.exception("no task")
