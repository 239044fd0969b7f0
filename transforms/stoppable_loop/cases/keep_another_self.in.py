import asyncio


class Player:
    def __init__(self):
        self._running = True

    def stop(self):
        self._running = False

    def player(self):
        async def play(self):
            while True:
                await asyncio.sleep(1)

        return play

    @staticmethod
    async def spin(self):
        while True:
            await asyncio.sleep(1)
