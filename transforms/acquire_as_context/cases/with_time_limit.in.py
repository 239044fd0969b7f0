import asyncio


class Door:
    def __init__(self):
        self._key = asyncio.Lock()

    async def open(self, turn):
        await asyncio.wait_for(self._key.acquire(), 0.01)
        await turn()
        self._key.release()

    async def peek(self, look):
        async with asyncio.timeout(0.01):
            await self._key.acquire()
        seen = await look()
        self._key.release()
        return seen

    async def answer(self, look):
        got = await self._key.acquire()
        seen = await look(got)
        self._key.release()
        return seen
