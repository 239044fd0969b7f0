import asyncio


class Belt:
    def __init__(self) -> None:
        # Stops at once.
        # Lock order: _guard, then _motor, then _lamp.
        self._motor = asyncio.Lock()
        self._guard = asyncio.Lock()
        self._lamp = asyncio.Lock()

    async def run(self) -> None:
        async with self._guard:
            async with self._motor:
                async with self._lamp:
                    await asyncio.sleep(0)
