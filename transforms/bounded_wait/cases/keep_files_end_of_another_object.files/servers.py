import asyncio


class Server:
    def __init__(self):
        self.stopped = asyncio.Event()

    def stop(self):
        self.stopped.set()
