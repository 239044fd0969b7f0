from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


class Probe:
    def __init__(self, up: "asyncio.Event", loop):
        self.up = up
        self.loop = loop

    async def check(self):
        await self.up.wait()
