import asyncio


class Store:
    def __init__(self):
        self.open = asyncio.Event()

    async def reload(self, load):
        self.open.clear()
        try:
            await load()
        finally:
            self.open.set()
