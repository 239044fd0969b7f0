import asyncio


class Mill:
    def __init__(self) -> None:
        # Lock order: _wheel, then _stone.
        self._wheel = asyncio.Lock()
        self._stone = asyncio.Lock()

    async def grind(self) -> str:
        async with self._wheel:
            async with self._stone:
                return "flour"
