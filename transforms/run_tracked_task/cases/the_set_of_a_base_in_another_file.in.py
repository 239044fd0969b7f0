import asyncio
import logging

from base import Base

logger = logging.getLogger(__name__)


class Worker(Base):
    def go(self):
        asyncio.create_task(self._run())

    async def _run(self):
        logger.info(self._name)


class Other(Base):
    def _task_done(self, task):
        print(task)

    def go(self):
        asyncio.create_task(self._run())

    async def _run(self):
        logger.info(self._name)
