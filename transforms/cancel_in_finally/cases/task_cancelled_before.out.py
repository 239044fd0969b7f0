import asyncio


class Heartbeat:
    def __init__(self):
        self._task = None
        self._beats = 0

    def start(self):
        self._task = asyncio.create_task(self._beat())

    async def _beat(self):
        while True:
            self._beats += 1
            await asyncio.sleep(30)

    async def stop(self):
        if self._task is None:
            return
        self._task.cancel()
        try:
            await self._task
        finally:
            self._task = None
