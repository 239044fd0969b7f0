import asyncio


class Beat:
    def __init__(self):
        self._task = None
        self._pulsing = False

    async def stop(self):
        self._task.cancel()
        try:
            await self._task
            await asyncio.sleep(0)
        finally:
            self._task = None

    async def pulse(self, wire):
        self._pulsing = True
        try:
            await wire.send(b"1")
        finally:
            self._pulsing = False
