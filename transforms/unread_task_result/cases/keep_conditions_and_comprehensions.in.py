import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(tasks: list[asyncio.Task], task: asyncio.Task) -> None:
    [one.exception() for one in tasks]
    if task.exception():
        pass
    if task.exception() is not None:
        ...
    task.cancelled() or task.exception()
