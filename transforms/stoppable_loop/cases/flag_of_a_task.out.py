import asyncio


class Sweeper:
    def __init__(self):
        self._running = False
        self._task = None
        self.sweeps = 0

    def start(self):
        self._running = True
        self._task = asyncio.create_task(self._sweep())

    def stop(self):
        self._running = False

    async def _sweep(self):
        while self._running:  # until the end
            self.sweeps += 1
            await asyncio.sleep(0.01)
