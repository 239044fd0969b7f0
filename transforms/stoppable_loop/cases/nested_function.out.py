import asyncio


class Cache:
    def __init__(self):
        self.closed = False
        self.evictions = 0

    def start(self):
        self.closed = False

        async def evict():
            while not self.closed:
                self.evictions += 1
                await asyncio.sleep(0.01)

        self.task = asyncio.create_task(evict())

    def close(self):
        self.closed = True
