"""Two objects of one class have two locks; a lock of the class itself is one for all."""
# edge 1: Account._lock -> Account._lock
# possible: Account._lock -> Account._lock | only where `other._lock` is the same object as `self._lock`
# edge 2: Tree._lock -> Tree._lock
# possible: Tree._lock -> Tree._lock | only where `self.parent._lock` is the same object as `self._lock`
# edge 3: Shared._lock -> Shared._lock
# certain: Shared._lock -> Shared._lock
from __future__ import annotations

import asyncio


class Account:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self.sum = 0

    async def give(self, other: Account, amount: int) -> None:
        async with self._lock:  # holds 1
            async with other._lock:  # takes 1
                self.sum -= amount
                other.sum += amount


class Tree:
    def __init__(self, parent: Tree) -> None:
        self._lock = asyncio.Lock()
        self.parent = parent

    async def grow(self) -> None:
        async with self._lock:  # holds 2
            await self.parent.touch()

    async def touch(self) -> None:
        async with self._lock:  # takes 2
            await asyncio.sleep(0)


class Shared:
    _lock = asyncio.Lock()

    async def give(self, other: Shared) -> None:
        async with self._lock:  # holds 3
            async with other._lock:  # takes 3
                await asyncio.sleep(0)
