import asyncio


class Kiln:
    def __init__(self):
        self._fire = asyncio.Lock()

    async def starts_late(self, fuel):
        await self._fire.acquire()
        logs = await fuel()
        try:
            await logs.burn()
        finally:
            self._fire.release()

    async def cleans_first(self, fuel):
        await self._fire.acquire()
        try:
            await fuel()
        finally:
            await asyncio.sleep(1)
            self._fire.release()
