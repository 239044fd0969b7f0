import asyncio


class State:
    def __init__(self, worker: asyncio.Task[None]) -> None:
        self.worker = worker
