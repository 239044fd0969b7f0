import asyncio


class Stock:
    shelf = asyncio.Lock()

    def __init__(self) -> None:
        self._gate = asyncio.Lock()
        self._desk: asyncio.Lock | None = None
        self.goods: list[str] = []

    async def bring(self, name: str, check) -> None:
        await self._gate.acquire()
        await check(name)
        self.goods.append(name)
        self._gate.release()

    async def sign(self, check) -> None:
        if self._desk is None:
            self._desk = asyncio.Lock()
        await self._desk.acquire()
        await check("desk")
        self._desk.release()

    async def sort(self, check) -> None:
        await self.shelf.acquire()
        await check("shelf")
        self.shelf.release()
