import asyncio


class Lines:
    def __init__(self) -> None:
        # Lock order: _a, then _b.
        self._a = asyncio.Lock()
        self._b = asyncio.Lock()

    async def both(self) -> None:
        async with self._a, self._b:
            await asyncio.sleep(0)
