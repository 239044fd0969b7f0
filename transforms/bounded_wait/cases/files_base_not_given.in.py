import asyncio

from framework import Node


class Hub(Node):
    def __init__(self):
        self._ready = asyncio.Event()

    async def _opened(self):
        await self._ready.wait()
