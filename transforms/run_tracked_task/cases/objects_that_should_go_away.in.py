import asyncio
import logging

logger = logging.getLogger(__name__)


class Probe:
    __slots__ = ("host",)

    def __init__(self, host):
        self.host = host

    def begin(self):
        asyncio.create_task(self._watch())

    async def _watch(self):
        while True:
            await asyncio.sleep(1)

    def __del__(self):
        logger.info("probe of %s ends", self.host)
