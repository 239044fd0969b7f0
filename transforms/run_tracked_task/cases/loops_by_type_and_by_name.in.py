import asyncio
import logging

logger = logging.getLogger(__name__)


class Bridge:
    def __init__(self, loop: asyncio.AbstractEventLoop, owner):
        self._loop = loop
        self._owner = owner

    def known(self):
        self._loop.create_task(self._run())

    def named(self):
        self._owner.loop.create_task(self._run())

    async def _run(self):
        asyncio.get_running_loop().create_task(asyncio.sleep(0))
