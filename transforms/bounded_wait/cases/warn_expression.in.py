import asyncio
import logging

logger = logging.getLogger(__name__)


class Kiln:
    def __init__(self, patience):
        self.patience = patience
        self._hot = asyncio.Event()

    async def fire(self, light):
        lit = asyncio.Event()
        light(lit.set)
        # how long it takes is up to the one who lights it
        await lit.wait()
        try:
            light(self._hot.set)
        except OSError:
            await self._hot.wait()

    async def given_none(self):
        await asyncio.wait_for(self._hot.wait(), None)  # for ever
