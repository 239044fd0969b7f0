import asyncio


class Store:
    def __init__(self):
        self.open = asyncio.Event()

    async def reload(self, load):
        self.open.clear()
        await load()
        self.open.set()
