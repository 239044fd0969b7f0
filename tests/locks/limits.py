"""A wait that has a time limit fails; it does not last for ever."""
# edge 1: Line._a -> Line._b
# edge 2: Line._b -> Line._a
# possible: Line._a -> Line._b -> Line._a | time limit
import asyncio


class Line:
    def __init__(self) -> None:
        self._a = asyncio.Lock()
        self._b = asyncio.Lock()

    async def forth(self) -> None:
        async with self._a:  # holds 1
            await asyncio.wait_for(self._take_b(), 1)

    async def _take_b(self) -> None:
        async with self._b:  # takes 1
            await asyncio.sleep(0)

    async def back(self) -> None:
        async with self._b:  # holds 2
            async with self._a:  # takes 2
                await asyncio.sleep(0)
