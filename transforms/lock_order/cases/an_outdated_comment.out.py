import asyncio


class Belt:
    def __init__(self) -> None:
        # Lock order: _guard, then _motor.
        self._motor = asyncio.Lock()
        self._guard = asyncio.Lock()

    async def run(self) -> None:
        async with self._guard:
            async with self._motor:
                await asyncio.sleep(0)
