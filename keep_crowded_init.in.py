import asyncio


class Tiny:
    def __init__(self, size): self.size = size; self.used = 0

    def grow(self):
        asyncio.create_task(asyncio.sleep(self.size))
