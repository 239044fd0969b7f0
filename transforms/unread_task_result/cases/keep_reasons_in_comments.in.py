import asyncio
import logging

logger = logging.getLogger(__name__)


def collect(task: asyncio.Task, other: asyncio.Task, third: asyncio.Task) -> None:
    task.exception()  # mark as retrieved
    # The peer hangs up in the middle of a frame all the time.
    other.exception()
    # retrieve it
    third.exception()
    task.add_done_callback(lambda done: done.exception())  # avoids "never retrieved"
    # Consume the exception: whoever waits for the batch gets it too.
    if task.done():
        task.exception()


def handled(future: asyncio.Future) -> None:
    """Mark the exception of a future as retrieved."""
    future.exception()
