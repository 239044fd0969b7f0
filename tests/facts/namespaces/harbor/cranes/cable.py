"""Cables wear out and are shared between hoists."""

import asyncio
import contextlib

from harbor.berths.slots import Berth


class Cable:
    def __init__(self, shared: bool = False) -> None:
        self.grip = asyncio.Lock()
        self.maybe = asyncio.Lock() if shared else contextlib.nullcontext()
        self.worn = asyncio.Event()
        self.last = None

    async def tighten(self, turns: int) -> None:
        async with self.maybe:  #: type `self.maybe` = ?
            self.worn.set()
        print(self.maybe)  #: lock `self.maybe` = ?
        for wear in (self.grip, self.worn):
            print(wear, turns)  #: type `wear` = ?

    def remember(self, berth: Berth) -> None:
        self.last = berth

    def forget(self) -> None:
        if self.last is not None:  #: type `self.last` = harbor.berths.slots.Berth | None
            self.last.free.set()  #: type `self.last.free` = asyncio.Event
        self.last = None


def spare_cable():
    return Cable(shared=True)  #: callee `Cable` = harbor.cranes.cable.Cable
