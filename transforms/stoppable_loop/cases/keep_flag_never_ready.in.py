import asyncio


class Player:
    def __init__(self):
        self._running = False

    def stop(self):
        self._running = False

    async def play(self):
        while True:
            await asyncio.sleep(1)


class Doubtful:
    def __init__(self, loud):
        self._running = False
        self._loud = loud

    def start(self):
        if self._loud:
            self._running = True
        self.task = asyncio.create_task(self.play())

    def stop(self):
        self._running = False

    async def play(self):
        while True:
            await asyncio.sleep(1)
