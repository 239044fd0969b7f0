import asyncio


class Dance:
    def __init__(self):
        self._music = asyncio.Event()

    async def _turn(self):
        await self._music.wait()

    async def _left(self, times):
        await self._turn()
        await self._right(times - 1)

    async def _right(self, times):
        await self._turn()
        if times:
            await self._left(times)
