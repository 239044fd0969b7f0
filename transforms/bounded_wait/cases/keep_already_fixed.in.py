import asyncio
import logging

logger = logging.getLogger(__name__)


class Hub:
    def __init__(self):
        self._ready = asyncio.Event()

    async def raised(self):
        await asyncio.wait_for(self._ready.wait(), timeout=30.0)

    async def warned(self):
        while True:
            try:
                async with asyncio.timeout(30.0):
                    await self._ready.wait()
                break
            except TimeoutError:
                logger.warning("Still waiting for self._ready in Hub.warned")
