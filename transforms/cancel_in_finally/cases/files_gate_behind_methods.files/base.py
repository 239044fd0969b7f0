import asyncio


class Gated:
    def __init__(self):
        self._gate = asyncio.Event()
        self._gate.set()

    def _shut(self):
        self._gate.clear()

    def _open(self):
        self._gate.set()

    async def enter(self):
        await self._gate.wait()
