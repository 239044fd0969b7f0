import asyncio


class Stock:
    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._rows = asyncio.Lock()

    async def wait(self) -> None:
        async with self._changed:
            async with self._rows:
                await self._changed.wait()
