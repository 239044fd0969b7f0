import asyncio
import logging

logger = logging.getLogger(__name__)


class Session:
    def __init__(self, user=None):
        self.user = user
        if user is None:
            # Nobody to greet.
            return
        asyncio.create_task(self._greet())
        self.greeted = True

    async def _greet(self):
        logger.info("hello %s", self.user)

        async def again():
            await asyncio.sleep(0)
            asyncio.create_task(self._greet())

        await again()


class Lonely:
    def __init__(self): asyncio.create_task(asyncio.sleep(0))
