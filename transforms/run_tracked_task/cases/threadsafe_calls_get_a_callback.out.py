import asyncio
import concurrent.futures
import logging

logger = logging.getLogger(__name__)


def _log_threadsafe_failure(future: concurrent.futures.Future[object]) -> None:
    if future.cancelled() or future.exception() is None:
        return
    logger.error(
        "A coroutine that another thread started failed",
        exc_info=future.exception(),
    )


class Feed:
    def __init__(self, loop):
        self._loop = loop

    def push(self, item):
        # Called from the reader thread.
        future = asyncio.run_coroutine_threadsafe(self._handle(item), self._loop)
        future.add_done_callback(_log_threadsafe_failure)

    def push_twice(self, item):
        first = asyncio.run_coroutine_threadsafe(
            self._handle(item), self._loop
        )
        first.add_done_callback(_log_threadsafe_failure)
        asyncio.run_coroutine_threadsafe(self._handle(item), self._loop).result()

    async def _handle(self, item):
        if item is None:
            raise ValueError("no item")
