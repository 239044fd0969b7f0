import asyncio

from plugins import traced


class Hub:
    def __init__(self):
        self._tasks = set()

    def create_task(self, coro):
        self._tasks.add(asyncio.create_task(coro))


class Switch:
    def __init__(self, start):
        self.tasks = set()
        if start:
            self.create_task = start

    def create_task(self, coro):
        self.tasks.add(asyncio.create_task(coro))


class Traced:
    def __init__(self):
        self.tasks = set()

    @traced
    def create_task(self, coro):
        self.tasks.add(asyncio.create_task(coro))


class Pool:
    def __init__(self):
        self.tasks = []

    def create_task(self, coro):
        self.tasks.append(asyncio.create_task(coro))
