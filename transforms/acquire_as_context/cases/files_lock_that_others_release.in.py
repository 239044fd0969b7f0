import asyncio
from base import Outside


class Stock:
    def __init__(self) -> None:
        self._gate = asyncio.Lock()
        self._door = asyncio.Lock()

    async def bring(self, name: str, check) -> None:
        await self._gate.acquire()
        await check(name)
        self._gate.release()

    async def close(self, check) -> None:
        await self._door.acquire()
        await check("door")
        self._door.release()


class Shop(Outside):
    def __init__(self) -> None:
        self._till = asyncio.Lock()

    async def pay(self, check) -> None:
        await self._till.acquire()
        await check("till")
        self._till.release()
