import asyncio


class Bell:
    def __init__(self):
        self.ready = asyncio.Event()
