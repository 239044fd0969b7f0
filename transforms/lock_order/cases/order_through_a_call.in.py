import asyncio


class Cellar:
    def __init__(self) -> None:
        self._door = asyncio.Lock()
        self._shelf = asyncio.Lock()
        self.bottles: list[str] = []

    async def fetch(self) -> str:
        async with self._door:
            return await self._take()

    async def _take(self) -> str:
        async with self._shelf:
            return self.bottles.pop()

    async def store(self, bottle: str) -> None:
        async with self._shelf:
            self.bottles.append(bottle)
