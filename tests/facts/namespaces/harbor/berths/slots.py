"""Berths where ships wait for a crane."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from harbor.berths.tides import TideTable

if TYPE_CHECKING:
    from ..cranes.hoist import Hoist


class Berth:
    def __init__(self, number: int, tides: TideTable) -> None:
        self.number = number
        self.free = asyncio.Event()
        self.tides = tides
        self.hoists: dict[str, Hoist] = {}
        self.pilot = None

    async def dock(self, name: str) -> None:
        await self.tides.high()  #: callee `self.tides.high` = harbor.berths.tides.TideTable.high
        self.free.clear()  #: type `self.free` = asyncio.Event
        hoist = self.hoists.get(name)
        #: type `hoist` = harbor.cranes.hoist.Hoist | None
        if hoist is None:
            return
        await hoist.lift(self)  #: callee `hoist.lift` = harbor.cranes.hoist.Hoist.lift

    def take_pilot(self, pilot) -> None:
        self.pilot = pilot

    async def undock(self) -> None:
        if self.pilot is not None:
            await self.pilot.guide(self)  #: callee `self.pilot.guide` = ?
        print(self.pilot)  #: type `self.pilot` = ?
        self.free.set()

    async def rig(self, turns: int) -> None:
        from ..cranes.cable import spare_cable

        cable = spare_cable()  #: callee `spare_cable` = harbor.cranes.cable.spare_cable
        await cable.tighten(turns)  #: type `cable` = harbor.cranes.cable.Cable
