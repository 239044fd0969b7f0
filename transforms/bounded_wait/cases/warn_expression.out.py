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
        while True:
            try:
                async with asyncio.timeout(self.patience):
                    await lit.wait()
                break
            except TimeoutError:
                logger.warning("Still waiting for lit in Kiln.fire")
        try:
            light(self._hot.set)
        except OSError:
            while True:
                try:
                    async with asyncio.timeout(self.patience):
                        await self._hot.wait()
                    break
                except TimeoutError:
                    logger.warning("Still waiting for self._hot in Kiln.fire")

    async def given_none(self):
        while True:
            try:
                async with asyncio.timeout(self.patience):
                    await self._hot.wait()  # for ever
                break
            except TimeoutError:
                logger.warning("Still waiting for self._hot in Kiln.given_none")
