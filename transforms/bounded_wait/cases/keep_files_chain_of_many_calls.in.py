import asyncio


class Kiln:
    def __init__(self):
        self._hot = asyncio.Event()

    async def _until_hot(self):
        await self._hot.wait()

    async def _stage_1(self):
        await self._until_hot()

    async def _stage_2(self):
        await self._stage_1()

    async def _stage_3(self):
        await self._stage_2()

    async def _stage_4(self):
        await self._stage_3()

    async def _stage_5(self):
        await self._stage_4()
