import asyncio


class Service:
    def __init__(self):
        self._running = False

    async def start(self):
        self._running = True
        self.task = asyncio.create_task(self._loop())

    async def stop(self):
        self._running = False

    async def _loop(self):
        raise NotImplementedError


class Clock(Service):
    def __init__(self):
        super().__init__()
        self.ticks = 0

    async def _loop(self):
        while True:
            self.ticks += 1
            await asyncio.sleep(0.01)
