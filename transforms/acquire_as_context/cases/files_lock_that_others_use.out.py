import asyncio


class Stock:
    shelf = asyncio.Lock()

    def __init__(self) -> None:
        self._gate = asyncio.Lock()
        self._desk: asyncio.Lock | None = None
        self.goods: list[str] = []

    async def bring(self, name: str, check) -> None:
        async with self._gate:
            await check(name)
            self.goods.append(name)

    async def sign(self, check) -> None:
        if self._desk is None:
            self._desk = asyncio.Lock()
        async with self._desk:
            await check("desk")

    async def sort(self, check) -> None:
        async with self.shelf:
            await check("shelf")
