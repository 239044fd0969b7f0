import asyncio


class Hub:
    def __init__(self):
        self._tasks = set()

    def create_task(self, coro):
        self._tasks.add(asyncio.create_task(coro))


class Pool:
    def __init__(self):
        self.tasks = []

    def create_task(self, coro):
        self.tasks.append(asyncio.create_task(coro))


class Spawner:
    def create_task(self, coro):
        """Starts a task."""
        raise NotImplementedError
