import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(task: asyncio.Task) -> None:
    try:
        task.result()
    except Exception:
        logger.exception("failed")
