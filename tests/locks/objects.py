"""New objects, objects made in a call, replaced locks, base classes called by name, mixins, and a condition's wait."""
# edge 1: Seed._lock -> Seed._lock
# edge 2: Bush._lock -> Bush._lock
# possible: Bush._lock -> Bush._lock | not replaced meanwhile
# edge 3: Tree._lock -> Tree._lock
# certain: Tree._lock -> Tree._lock
# edge 4: Rose._lock -> Rose._lock
# certain: Rose._lock -> Rose._lock
# edge 5: Pond._level -> Pond._pump
# edge 6: Pond._pump -> Pond._level
# certain: Pond._level -> Pond._pump -> Pond._level
# edge 7: Hedge._lock -> Hedge._lock
# certain: Hedge._lock -> Hedge._lock
from __future__ import annotations

import asyncio
import threading


class Seed:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def grow(self) -> None:
        async with self._lock:  # holds 1
            await Seed().plant()

    async def plant(self) -> None:
        async with self._lock:  # takes 1
            await asyncio.sleep(0)


class Bush:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def cut(self) -> None:
        async with self._lock:  # holds 2
            await self.renew()

    async def renew(self) -> None:
        self._lock = asyncio.Lock()
        async with self._lock:  # takes 2
            await asyncio.sleep(0)


class Tree:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def shake(self) -> None:
        async with self._lock:  # takes 3
            await asyncio.sleep(0)


class Apple(Tree):
    async def shake(self) -> None:
        async with self._lock:  # holds 3
            await super().shake()

    async def pick(self) -> None:
        async with self._lock:
            await Tree.shake(self)


class Thorny:
    async def prune(self) -> None:
        async with self._lock:  # holds 4
            await self()

    async def __call__(self) -> None:
        async with self._lock:  # takes 4
            await asyncio.sleep(0)


class Rose(Thorny):
    def __init__(self) -> None:
        self._lock = asyncio.Lock()


class Pond:
    def __init__(self) -> None:
        self._level = asyncio.Condition()
        self._pump = asyncio.Lock()

    async def rise(self) -> None:
        async with self._level:  # holds 5
            async with self._pump:  # takes 5 # holds 6
                await self._level.wait()  # takes 6

    async def fall(self) -> None:
        async with self._level:
            await self._level.wait()


class Hedge:
    def __init__(self) -> None:
        self._lock = threading.Lock()

    @property
    def height(self) -> int:
        with self._lock:  # takes 7
            return 3

    @height.setter
    def height(self, value: int) -> None:
        print(value)

    def trim(self) -> int:
        with self._lock:  # holds 7
            return self.height
