import asyncio
import logging

logger = logging.getLogger(__name__)

RUNNING = set()


def _log_task_failure(task: asyncio.Task[object]) -> None:
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


def later(job):
    task = asyncio.create_task(work(job))
    RUNNING.add(task)
    # Gone as soon as it is done.
    task.add_done_callback(RUNNING.discard)
    task.add_done_callback(_log_task_failure)
    return len(RUNNING)


async def work(job):
    await job()
