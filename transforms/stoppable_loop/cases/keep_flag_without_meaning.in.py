import asyncio


class Player:
    def __init__(self):
        self._ready = True
        self._not_running = False

    def stop(self):
        self._ready = False
        self._not_running = True

    async def play(self):
        while True:
            await asyncio.sleep(1)
