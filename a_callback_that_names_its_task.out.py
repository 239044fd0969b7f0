import asyncio
import logging

logger = logging.getLogger(__name__)


_background_tasks: set[asyncio.Task[object]] = set()


def _on_background_task_done(task: asyncio.Task[object]) -> None:
    _background_tasks.discard(task)
    if task.cancelled() or task.exception() is None:
        return
    logger.error("A background task failed", exc_info=task.exception())


async def main():
    job = asyncio.create_task(run())
    _background_tasks.add(job)
    job.add_done_callback(_on_background_task_done)
    job.add_done_callback(lambda _: print(job.exception()))


async def run():
    pass
