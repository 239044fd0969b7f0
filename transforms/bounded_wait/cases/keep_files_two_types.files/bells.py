import asyncio


class Ring:
    def __init__(self):
        self.ready = asyncio.Event()


class Chime:
    def __init__(self):
        self.ready = Slow()


class Slow:
    async def wait(self):
        return None
