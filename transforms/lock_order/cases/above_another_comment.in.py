import asyncio


class Depot:
    def __init__(self) -> None:
        self.crates = 0

        # One truck at a time.
        # The ramp is short.
        self._ramp = asyncio.Lock()
        self._hall = asyncio.Lock()  # forklifts

    async def unload(self) -> None:
        async with self._ramp:
            async with self._hall:
                self.crates += 1
