import asyncio

from .signals import Beacon


class Lamp(Beacon, metaclass=type):
    """`wait` comes from Beacon, which is judged in its own file."""

    async def shine(self):
        await self.wait()


class Torch(Lamp):
    async def shine(self):
        await super().wait()
        await asyncio.sleep(0)
