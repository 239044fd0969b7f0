import asyncio
import logging

logger = logging.getLogger(__name__)


async def collect(task: asyncio.Task, other: asyncio.Task, third: asyncio.Task) -> None:
    try:
        await task
    except Exception:
        logger.exception("failed")
    task.exception()
    other.exception()
    if other.exception() is not None:
        logger.error("failed")
    if third.done():
        third.exception()
    third.result()
