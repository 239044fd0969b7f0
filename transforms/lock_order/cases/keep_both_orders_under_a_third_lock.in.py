import asyncio


class Yard:
    def __init__(self) -> None:
        self._gate = asyncio.Lock()
        self._left = asyncio.Lock()
        self._right = asyncio.Lock()

    async def forth(self) -> None:
        async with self._gate:
            async with self._left, self._right:
                await asyncio.sleep(0)

    async def back(self) -> None:
        async with self._gate:
            async with self._right, self._left:
                await asyncio.sleep(0)
