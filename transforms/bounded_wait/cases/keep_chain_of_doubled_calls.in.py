import asyncio


class Fan:
    def __init__(self):
        self._cool = asyncio.Event()

    async def _blade_0(self):
        await self._cool.wait()

    async def _blade_1(self):
        await self._blade_0()
        await self._blade_0()

    async def _blade_2(self):
        await self._blade_1()
        await self._blade_1()

    async def _blade_3(self):
        await self._blade_2()
        await self._blade_2()

    async def _blade_4(self):
        await self._blade_3()
        await self._blade_3()

    async def _blade_5(self):
        await self._blade_4()
        await self._blade_4()

    async def _blade_6(self):
        await self._blade_5()
        await self._blade_5()

    async def _blade_7(self):
        await self._blade_6()
        await self._blade_6()

    async def _blade_8(self):
        await self._blade_7()
        await self._blade_7()

    async def _blade_9(self):
        await self._blade_8()
        await self._blade_8()

    async def _blade_10(self):
        await self._blade_9()
        await self._blade_9()

    async def _blade_11(self):
        await self._blade_10()
        await self._blade_10()

    async def _blade_12(self):
        await self._blade_11()
        await self._blade_11()

    async def _blade_13(self):
        await self._blade_12()
        await self._blade_12()

    async def _blade_14(self):
        await self._blade_13()
        await self._blade_13()

    async def _blade_15(self):
        await self._blade_14()
        await self._blade_14()

    async def _blade_16(self):
        await self._blade_15()
        await self._blade_15()

    async def _blade_17(self):
        await self._blade_16()
        await self._blade_16()

    async def _blade_18(self):
        await self._blade_17()
        await self._blade_17()

    async def _blade_19(self):
        await self._blade_18()
        await self._blade_18()

    async def _blade_20(self):
        await self._blade_19()
        await self._blade_19()

    async def _blade_21(self):
        await self._blade_20()
        await self._blade_20()

    async def _blade_22(self):
        await self._blade_21()
        await self._blade_21()

    async def _blade_23(self):
        await self._blade_22()
        await self._blade_22()

    async def _blade_24(self):
        await self._blade_23()
        await self._blade_23()

    async def _blade_25(self):
        await self._blade_24()
        await self._blade_24()

    async def spin(self):
        await asyncio.wait_for(self._blade_25(), timeout=4)

    async def spin_down(self):
        async with asyncio.timeout(1):
            await self._blade_25()
