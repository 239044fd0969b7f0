import asyncio

from service import Service


class Heart(Service):
    async def _loop(self):
        while True:
            await asyncio.sleep(0.01)
