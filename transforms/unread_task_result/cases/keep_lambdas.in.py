import asyncio
import logging

logger = logging.getLogger(__name__)


def start(job, registry) -> None:
    task = asyncio.ensure_future(job())
    task.add_done_callback(lambda done: done.exception())
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    registry.register(lambda done: done.exception())
    registry.key = lambda task: task.exception()
