import asyncio

from framework import Node


class Hub(Node):
    def __init__(self):
        self._ready = asyncio.Event()

    async def _opened(self):
        await asyncio.wait_for(self._ready.wait(), timeout=30.0)
