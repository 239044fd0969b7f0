import asyncio


class Player:
    def __init__(self):
        self._running = True
        self._closed = False

    def stop(self):
        self._running = False

    def close(self):
        self._closed = True

    async def play(self):
        while True:
            await asyncio.sleep(1)
