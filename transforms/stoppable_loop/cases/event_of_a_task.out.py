import asyncio


class Beacon:
    def __init__(self, send):
        self._send = send
        self._closing = asyncio.Event()
        self.task = None

    async def open(self):
        self._closing.clear()
        self.task = asyncio.ensure_future(self._shine())

    async def close(self):
        self._closing.set()

    async def _shine(self):
        while not self._closing.is_set():
            try:
                await self._send("light")
            except OSError as error:
                self.dark = error
            await asyncio.sleep(0.01)
