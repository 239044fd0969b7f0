import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(task: asyncio.Task) -> None:
    task.cancel(); task.exception()
