import asyncio
import logging

logger = logging.getLogger(__name__)


class Mover:
    def __init__(self):
        self._table = asyncio.Lock()
        self.moved = 0

    async def run(self, jobs, load):
        for job in jobs:
            try:
                await self._table.acquire()
                goods = await load(job)
                self._table.release()
                await asyncio.sleep(0)
                await self._table.acquire()
                self.moved += len(goods)
                self._table.release()
            except LookupError:
                logger.warning("no goods for %s", job)
