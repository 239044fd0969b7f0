"""A valve: some of its coroutines wait, some only look like it."""

from __future__ import annotations

import asyncio
import time


async def settle() -> None:
    """Does nothing yet."""


async def settle_twice() -> None:
    await settle()
    await settle()


async def count_down(number: int) -> int:
    return await count_down(number - 1) if number else 0


async def settle_maybe(slow: bool) -> None:
    if slow:
        await asyncio.sleep(1)


class Valve:
    """Opens and closes."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._opened = asyncio.Event()
        self.position = 0

    async def reset(self) -> None:
        self.position = 0

    async def turn(self, position: int) -> None:
        self.position = position
        await asyncio.sleep(0)

    async def turn_locked(self, position: int) -> None:
        async with self._lock:
            self.position = position

    async def turn_twice(self, position: int) -> None:
        await self.turn(position)
        await self.reset()

    async def check(self) -> None:
        """A subclass may look closer."""

    async def test(self) -> None:
        self.position += 1  #: @test_up
        await self.reset()
        #: suspends from test_up = latent
        self.position += 1  #: @test_more
        # It may be a TimedValve's, which waits.
        await self.check()
        #: suspends from test_more = yes
        self.position -= 1  #: @test_down
        time.sleep(0.1)
        #: suspends from test_down = no
        self.position -= 1


class TimedValve(Valve):
    """Takes its time."""

    async def check(self) -> None:
        await asyncio.sleep(0.5)
