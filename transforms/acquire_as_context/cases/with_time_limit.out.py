import asyncio


class Door:
    def __init__(self):
        self._key = asyncio.Lock()

    async def open(self, turn):
        await asyncio.wait_for(self._key.acquire(), 0.01)
        try:
            await turn()
        finally:
            self._key.release()

    async def peek(self, look):
        async with asyncio.timeout(0.01):
            await self._key.acquire()
        try:
            seen = await look()
        finally:
            self._key.release()
        return seen

    async def answer(self, look):
        got = await self._key.acquire()
        try:
            seen = await look(got)
        finally:
            self._key.release()
        return seen
