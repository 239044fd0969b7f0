import asyncio
import logging

logger = logging.getLogger(__name__)


def settle(future: asyncio.Future, other: asyncio.Future, error: Exception | None) -> None:
    if error is not None:
        future.set_exception(error)
    else:
        future.exception()
    other.exception()
    other.set_exception(ConnectionError("late"))


async def wait(task: asyncio.Task, patient: bool) -> None:
    if patient:
        await task
    else:
        task.exception()
