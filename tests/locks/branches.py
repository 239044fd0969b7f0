"""Flags, tests, branches and what a name is where it is read."""
# edge 1: Sluice._gate -> Sluice._gate
# possible: Sluice._gate -> Sluice._gate | lets it
# edge 2: Weir._low -> Weir._low
# possible: Weir._low -> Weir._low | only where `flood` is false
# edge 3: Weir._high -> Weir._low
# edge 4: Dam._left -> Dam._right
# edge 5: Dam._right -> Dam._right
# possible: Dam._right -> Dam._right | only where `lock` is `self._right`
# edge 6: Lagoon._first -> Lagoon._second
import asyncio


class Sluice:
    def __init__(self) -> None:
        self._gate = asyncio.Lock()

    async def open(self) -> None:
        async with self._gate:  # holds 1
            await self.turn(held=True)
            await self.wind(True)
            await self.ask()

    async def turn(self, held: bool = False) -> None:
        if held:
            return
        async with self._gate:
            await asyncio.sleep(0)

    async def wind(self, held: bool) -> None:
        await self.rewind(held)

    async def rewind(self, held: bool) -> None:
        if not held:
            async with self._gate:
                await asyncio.sleep(0)

    async def ask(self) -> None:
        if self._gate.locked():
            return
        async with self._gate:  # takes 1
            await asyncio.sleep(0)


class Weir:
    def __init__(self) -> None:
        self._low = asyncio.Lock()
        self._high = asyncio.Lock()

    async def raise_(self, flood: bool) -> None:
        async with (self._high if flood else self._low):  # holds 2,3
            await self.lower()

    async def lower(self) -> None:
        async with self._low:  # takes 2,3
            await asyncio.sleep(0)


class Dam:
    def __init__(self) -> None:
        self._left = asyncio.Lock()
        self._right = asyncio.Lock()

    async def close(self) -> None:
        for lock in (self._left, self._right):
            async with lock:  # holds 4,5
                await self.seal()

    async def seal(self) -> None:
        async with self._right:  # takes 4,5
            await asyncio.sleep(0)


class Lagoon:
    def __init__(self) -> None:
        self._first = asyncio.Lock()
        self._second = asyncio.Lock()

    async def cross(self) -> None:
        lock = self._second
        async with lock:
            await asyncio.sleep(0)
        lock = self._first
        async with lock:  # holds 6
            await self.land()

    async def land(self) -> None:
        async with self._second:  # takes 6
            await asyncio.sleep(0)
