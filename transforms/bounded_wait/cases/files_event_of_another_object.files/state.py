import asyncio


class State:
    def __init__(self):
        self.joined: dict[str, asyncio.Event] = {}
        self.ready = asyncio.Event()

    def open(self):
        self.ready.set()
