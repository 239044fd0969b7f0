import asyncio


class Pump:
    def __init__(self):
        self.running = False
        self.left = []

    async def run(self):
        self.running = True
        try:
            while True:
                await asyncio.sleep(0.01)
        finally:
            self.left.append("valve shut")
            self.running = False
        self.left.append("pump idle")

    def shutdown(self):
        self.running = False
