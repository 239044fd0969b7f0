import asyncio

from base import Gated


class Mill(Gated):
    def __init__(self, stones):
        super().__init__()
        self._stones = stones
        self._milling = False

    async def grind(self):
        self._shut()
        await self._stones.turn()
        self._open()

    async def mill(self):
        self._begin()
        await self._stones.turn()
        self._end()

    def _begin(self):
        """From now on."""
        self._milling = True

    def _end(self):
        self._milling = False

    async def mill_twice(self):
        self._begin()
        await self._stones.turn()
        self._begin()

    async def mill_and_count(self):
        self._begin()
        await self._stones.turn()
        self._end_and_count()

    def _end_and_count(self):
        self._milling = False
        self.count += 1
