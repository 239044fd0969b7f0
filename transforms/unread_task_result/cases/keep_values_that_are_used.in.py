import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(task: asyncio.Task, seen: list, failures: int) -> object:
    error = task.exception()
    if error is not None:
        logger.error("failed", exc_info=error)
    seen.append(task.exception())
    if task.exception():
        failures += 1
    if task.exception() is not None:
        return failures
    if (found := task.exception()) is not None:
        logger.error("failed", exc_info=found)
    assert task.exception() is None
    errors = [one.exception() for one in (task,)]
    return task.exception() or errors


def reraise(task: asyncio.Task) -> None:
    if task.done() and task.exception():
        raise task.exception()
