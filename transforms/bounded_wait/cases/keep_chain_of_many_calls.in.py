import asyncio


class Press:
    def __init__(self):
        self._warm = asyncio.Event()

    async def _step_0(self):
        await self._warm.wait()

    async def _step_1(self):
        await self._step_0()

    async def _step_2(self):
        await self._step_1()

    async def _step_3(self):
        await self._step_2()

    async def _step_4(self):
        await self._step_3()

    async def _step_5(self):
        await self._step_4()

    async def _step_6(self):
        await self._step_5()

    async def _step_7(self):
        await self._step_6()

    async def _step_8(self):
        await self._step_7()

    async def _step_9(self):
        await self._step_8()

    async def _step_10(self):
        await self._step_9()

    async def _step_11(self):
        await self._step_10()

    async def _step_12(self):
        await self._step_11()

    async def _step_13(self):
        await self._step_12()

    async def print_page(self):
        async with asyncio.timeout(2):
            await self._step_13()
