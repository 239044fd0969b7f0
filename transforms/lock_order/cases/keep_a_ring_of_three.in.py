import asyncio


class Ring:
    def __init__(self) -> None:
        self._a = asyncio.Lock()
        self._b = asyncio.Lock()
        self._c = asyncio.Lock()

    async def first(self) -> None:
        async with self._a, self._b:
            await asyncio.sleep(0)

    async def second(self) -> None:
        async with self._b, self._c:
            await asyncio.sleep(0)

    async def third(self) -> None:
        async with self._c, self._a:
            await asyncio.sleep(0)
