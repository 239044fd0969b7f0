import asyncio


class Player:
    def __init__(self):
        self._active = True

    def pause(self):
        self._active = False

    def stop(self):
        self._active = False

    async def play(self):
        while True:
            await asyncio.sleep(1)
