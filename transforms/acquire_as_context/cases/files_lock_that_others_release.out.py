import asyncio
from base import Outside


class Stock:
    def __init__(self) -> None:
        self._gate = asyncio.Lock()
        self._door = asyncio.Lock()

    async def bring(self, name: str, check) -> None:
        async with self._gate:
            await check(name)

    async def close(self, check) -> None:
        async with self._door:
            await check("door")


class Shop(Outside):
    def __init__(self) -> None:
        self._till = asyncio.Lock()

    async def pay(self, check) -> None:
        async with self._till:
            await check("till")
