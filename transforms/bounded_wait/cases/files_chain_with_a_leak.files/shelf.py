from case import Kiln


class Shelf:
    def __init__(self):
        self._kiln = Kiln()

    async def _load_1(self):
        await self._kiln._stage_5()

    async def _load_2(self):
        await self._load_1()

    async def _load_3(self):
        await self._load_2()

    async def _load_4(self):
        await self._load_3()

    async def _load_5(self):
        await self._load_4()
