import asyncio


class Belt:
    def __init__(self) -> None:
        # Lock order: _motor, then _guard.
        self._motor = asyncio.Lock()
        self._guard = asyncio.Lock()

    async def run(self) -> None:
        async with self._guard:
            async with self._motor:
                await asyncio.sleep(0)
