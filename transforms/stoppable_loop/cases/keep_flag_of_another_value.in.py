import asyncio


class Player:
    def __init__(self, options):
        self._running = options.running

    def stop(self):
        self._running = False

    async def play(self):
        while True:
            await asyncio.sleep(1)


class Owner:
    def __init__(self):
        self._closed = False

    def close(self):
        self._closed = True

    def adopt(self, other):
        self._closed = other

    async def play(self):
        while True:
            await asyncio.sleep(1)
