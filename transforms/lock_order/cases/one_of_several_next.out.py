import asyncio


class Studio:
    def __init__(self) -> None:
        # Lock order: _room, then _piano or _drums.
        self._piano = asyncio.Lock()
        self._drums = asyncio.Lock()
        self._room = asyncio.Lock()

    async def play(self) -> None:
        async with self._room:
            async with self._piano:
                await asyncio.sleep(0)

    async def beat(self) -> None:
        async with self._room:
            async with self._drums:
                await asyncio.sleep(0)
