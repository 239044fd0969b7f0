import asyncio


class Belt:
    def __init__(self) -> None:
        # Stops at once.
        # Lock order: _motor, then _guard; _lamp is never held
        #     with another.
        self._motor = asyncio.Lock()
        self._guard = asyncio.Lock()
        self._lamp = asyncio.Lock()

    async def run(self) -> None:
        async with self._guard:
            async with self._motor:
                async with self._lamp:
                    await asyncio.sleep(0)
