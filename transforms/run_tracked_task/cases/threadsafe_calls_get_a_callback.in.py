import asyncio
import logging

logger = logging.getLogger(__name__)


class Feed:
    def __init__(self, loop):
        self._loop = loop

    def push(self, item):
        # Called from the reader thread.
        asyncio.run_coroutine_threadsafe(self._handle(item), self._loop)

    def push_twice(self, item):
        first = asyncio.run_coroutine_threadsafe(
            self._handle(item), self._loop
        )
        asyncio.run_coroutine_threadsafe(self._handle(item), self._loop).result()

    async def _handle(self, item):
        if item is None:
            raise ValueError("no item")
