"""Names that differ between checking and running, and those that do not."""

import asyncio
from typing import TYPE_CHECKING, Any, cast

from winding.desk import Desk, borrowed

if TYPE_CHECKING:
    import gearbox.spools
    from gearbox import Cogwheel
    from winding.wool import Spool
else:
    Cogwheel = Any


class Bench:
    def __init__(self, desk: Desk, cog: "Cogwheel", spare: "gearbox.spools.Thread") -> None:
        self._desk = desk
        self._cog = cog
        self._spare = spare
        self._wool: "list[Spool]" = []

    async def run(self) -> None:
        #: callee `borrowed` = winding.desk.borrowed
        #: type `borrowed(self._desk)` = winding.runners.TaskRunner
        runner = borrowed(self._desk)
        await runner.run()  #: callee `runner.run` = winding.runners.TaskRunner.run
        self._cog.spin()  #: type `self._cog` = ?
        self._spare.cut()  #: type `self._spare` = ?
        for spool in self._wool:
            spool.cut()  #: callee `spool.cut` = winding.wool.Spool.cut
            spool.full.set()  #: type `spool.full` = asyncio.Event

    def adopt(self, thing: object) -> None:
        spool = cast("Spool", thing)
        spool.cut()  #: type `spool` = winding.wool.Spool
        print(thing.full)  #: type `thing.full` = ?

    async def drum(self, beats: "asyncio.Queue[Spool]") -> None:
        #: type `await beats.get()` = winding.wool.Spool
        spool = await beats.get()
        print(spool)
