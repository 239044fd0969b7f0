"""Both orders, but only ever under a third lock: nobody else is in it."""
# edge 1: Yard._gate -> Yard._left
# edge 2: Yard._gate -> Yard._right
# edge 3: Yard._left -> Yard._right
# edge 4: Yard._right -> Yard._left
# guarded: Yard._left -> Yard._right -> Yard._left | all of it happens under
import asyncio


class Yard:
    def __init__(self) -> None:
        self._gate = asyncio.Lock()
        self._left = asyncio.Lock()
        self._right = asyncio.Lock()

    async def forth(self) -> None:
        async with self._gate:  # holds 1,2
            async with self._left:  # takes 1 # holds 3
                async with self._right:  # takes 2,3
                    await asyncio.sleep(0)

    async def back(self) -> None:
        async with self._gate:
            async with self._right:  # holds 4
                async with self._left:  # takes 4
                    await asyncio.sleep(0)
