import asyncio

from case import Local, Settled


class Base:
    def __init__(self):
        self._tasks = set()

    def create_task(self, coro):
        self._tasks.add(asyncio.create_task(coro))


class Lossy(Local):
    def create_task(self, coro):
        asyncio.create_task(coro)


class AlsoSettled(Settled):
    def create_task(self, coro):
        self.latest = asyncio.create_task(coro)
