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
                async with self._table:
                    goods = await load(job)
                await asyncio.sleep(0)
                async with self._table:
                    self.moved += len(goods)
            except LookupError:
                logger.warning("no goods for %s", job)
