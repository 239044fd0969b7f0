import asyncio


class Pulse:
    def __init__(self):
        self._task = None
        self.ended = False

    def start(self):
        self._task = asyncio.create_task(self._beat())

    async def _beat(self):
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            self.ended = True

    async def stop(self):
        self._task.cancel()
        await self._task
        self._task = None
