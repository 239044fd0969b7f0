import asyncio

from harbour.locks import OrderedLock


class Quay:
    def __init__(self) -> None:
        self._crane = OrderedLock("Quay._crane")
        self._berth = OrderedLock("Quay._berth")
        self._moved = 0

    async def load(self) -> None:
        async with self._crane, self._berth:
            self._moved += 1

    async def tow(self) -> None:
        async with self._berth:
            await self._lift()

    async def _lift(self) -> None:
        async with self._crane:
            self._moved += 1
