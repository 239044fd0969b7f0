import asyncio


class Player:
    def __init__(self):
        self.state = "on"

    @property
    def running(self):
        return self.state == "on"

    @running.setter
    def running(self, value):
        self.state = "on" if value else "off"

    def stop(self):
        self.running = False

    async def play(self):
        while True:
            await asyncio.sleep(1)
