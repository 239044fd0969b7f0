import asyncio

import hierarchy


class Inherits(hierarchy.Base):
    def go(self):
        self.create_task(self._run())
        super().create_task(self._run())

    async def _run(self):
        pass


class Local:
    def __init__(self):
        self._tasks = set()

    def create_task(self, coro):
        self._tasks.add(asyncio.create_task(coro))

    def go(self):
        self.create_task(self._run())

    async def _run(self):
        pass


class Settled:
    def create_task(self, coro):
        self.latest = asyncio.create_task(coro)

    def go(self):
        self.create_task(self._run())

    async def _run(self):
        pass
