import asyncio
import time


class Feeder:
    def __init__(self):
        self._enabled = False
        self._lamp = asyncio.Lock()
        self.fed = 0

    async def start(self):
        async with self._lamp:
            self._enabled = True
        await self._feed_in_thread()

    async def _feed_in_thread(self):
        await asyncio.get_running_loop().run_in_executor(None, self._feed)

    def stop(self):
        self._enabled = False

    def _feed(self):
        while self._enabled:
            self.fed += 1
            time.sleep(0.01)
            self._check()

    def _check(self):
        if self.fed > 40:
            raise RuntimeError("too much")
