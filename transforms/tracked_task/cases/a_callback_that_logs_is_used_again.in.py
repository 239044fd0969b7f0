import asyncio
import logging

logger = logging.getLogger(__name__)


class Feed:
    def __init__(self, source):
        self._source = source
        self._reads = set()

    def pull(self, name):
        task = asyncio.create_task(self._read(name))
        task.add_done_callback(self._reads.discard)
        self._reads.add(task)

    def _note(self, done):
        if done.cancelled():
            return
        if done.exception() is not None:
            logger.error("A read failed", exc_info=done.exception())

    async def _read(self, name):
        await self._source(name)
