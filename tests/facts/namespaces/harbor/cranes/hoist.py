"""Hoists load and unload ships."""

import asyncio
import logging

from harbor.berths import slots
from ..berths.tides import TideTable as Table, _turn as turn
from .cable import Cable, spare_cable


class Hoist:
    log = logging.getLogger("harbor.hoist")

    def __init__(self, cable: Cable) -> None:
        self._cable = cable
        self._queue: asyncio.PriorityQueue[int] = asyncio.PriorityQueue()
        self._beat: "asyncio.TimerHandle | None" = None

    async def lift(self, berth: slots.Berth) -> None:
        #: type `self._cable` = harbor.cranes.cable.Cable
        #: type `self._cable.grip` = asyncio.Lock
        #: lock `self._cable.grip` = yes
        async with self._cable.grip:
            await self._queue.put(berth.number)  #: type `self._queue` = asyncio.PriorityQueue
        await berth.free.wait()  #: type `berth.free` = asyncio.Event
        self.log.info("lifted")  #: type `self.log` = logging.Logger
        async with turn:  #: type `turn` = asyncio.Condition
            turn.notify_all()

    def pulse(self) -> None:
        if self._beat is not None:  #: type `self._beat` = asyncio.TimerHandle | None
            self._beat.cancel()  #: type `self._beat` = asyncio.TimerHandle
        loop = asyncio.get_running_loop()
        self._beat = loop.call_later(5, self.pulse)  #: callee `loop.call_later` = external

    async def change(self) -> None:
        self._cable = spare_cable()  #: callee `spare_cable` = harbor.cranes.cable.spare_cable
        await self._cable.tighten(3)  #: callee `self._cable.tighten` = harbor.cranes.cable.Cable.tighten

    def measure(self, gauge) -> None:
        with gauge.lock:  #: lock `gauge.lock` = ?
            gauge.read()  #: callee `gauge.read` = ?


def build(rows) -> slots.Berth:
    #: callee `slots.Berth` = harbor.berths.slots.Berth
    #: callee `Table` = harbor.berths.tides.TideTable
    berth = slots.Berth(7, Table(rows))
    berth.hoists["main"] = Hoist(Cable())  #: type `berth.hoists["main"]` = harbor.cranes.hoist.Hoist
    return berth
