"""Three functions, each of which takes the next one's lock."""
# edge 1: Ring._a -> Ring._b
# edge 2: Ring._b -> Ring._c
# edge 3: Ring._c -> Ring._a
# certain: Ring._a -> Ring._b -> Ring._c -> Ring._a
import asyncio


class Ring:
    def __init__(self) -> None:
        self._a = asyncio.Lock()
        self._b = asyncio.Lock()
        self._c = asyncio.Lock()

    async def first(self) -> None:
        async with self._a:  # holds 1
            async with self._b:  # takes 1
                await asyncio.sleep(0)

    async def second(self) -> None:
        async with self._b:  # holds 2
            async with self._c:  # takes 2
                await asyncio.sleep(0)

    async def third(self) -> None:
        async with self._c:  # holds 3
            async with self._a:  # takes 3
                await asyncio.sleep(0)
