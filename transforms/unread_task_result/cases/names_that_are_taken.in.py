import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(task: asyncio.Task, exception: str) -> str:
    task.exception()
    return exception


def other(future: asyncio.Future) -> None:
    error = future.exception()


class Owner:
    task: asyncio.Task

    task.exception()
