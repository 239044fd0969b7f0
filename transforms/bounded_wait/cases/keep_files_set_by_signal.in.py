import asyncio


class Server:
    def __init__(self):
        self._gate = asyncio.Event()
        self._other = asyncio.Event()

    async def hold(self):
        await self._gate.wait()

    def leave(self):
        self._other.set()

    async def hold_other(self):
        await self._other.wait()
