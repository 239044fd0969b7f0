"""The desk hands work to runners that another package brings along."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from logging import Logger

    from gearbox import Bobbin, Ratchet, Spool, TaskRunner
    from gearbox.inner import Spindle as Axle

    from .silk import Spool as SilkSpool


class Desk:
    def __init__(self, runner: TaskRunner, spool: Spool, ratchet: Ratchet, axle: Axle, silk: SilkSpool) -> None:
        self.runner = runner
        self.spool = spool
        self.ratchet = ratchet
        self.axle = axle
        self.silk = silk
        self.bobbin: Optional[Bobbin] = None
        self.stand_in: TaskRunner | None = None
        self.crew: dict[str, TaskRunner] = {}
        self.spools: list[Spool] = []

    async def work(self) -> None:
        #: type `self.runner` = winding.runners.TaskRunner
        #: callee `self.runner.run` = winding.runners.TaskRunner.run
        await self.runner.run()
        self.runner.idle.set()  #: type `self.runner.idle` = asyncio.Event
        if self.stand_in is not None:  #: type `self.stand_in` = winding.runners.TaskRunner | None
            await self.stand_in.run()  #: callee `self.stand_in.run` = winding.runners.TaskRunner.run

    async def turn(self) -> None:
        async with self.axle.turning:  #: type `self.axle.turning` = asyncio.Lock
            self.axle.halt()  #: type `self.axle` = winding.runners.Spindle

    def cut(self) -> None:
        #: type `self.spool` = ?
        #: callee `self.spool.cut` = ?
        self.spool.cut()
        print(self.spool.full)  #: type `self.spool.full` = ?
        print(self.spool.full)  #: lock `self.spool.full` = ?
        self.silk.cut()  #: callee `self.silk.cut` = winding.silk.Spool.cut
        for spool in self.spools:
            spool.cut()  #: type `spool` = ?

    def click(self) -> None:
        self.ratchet.click()  #: type `self.ratchet` = ?
        print(self.ratchet.pawl)  #: type `self.ratchet.pawl` = ?

    def fill(self) -> None:
        if self.bobbin is not None:
            self.bobbin.halt()  #: type `self.bobbin` = ?
            self.bobbin.turning.release()  #: lock `self.bobbin.turning` = ?

    def note(self, log: Logger, name: str) -> None:
        member = self.crew.get(name)
        log.info("member %s", member)  #: type `log` = logging.Logger
        print(member)  #: type `member` = winding.runners.TaskRunner | None
        #: type `self.crew[name].tasks` = builtins.set
        self.crew[name].tasks.clear()

    def hand_over(self, pool: Executor) -> None:
        #: type `pool` = concurrent.futures.Executor
        #: callee `pool.submit` = external
        pool.submit(print)

    async def each(self, runners: list[TaskRunner]) -> None:
        for runner in runners:
            #: type `runner` = winding.runners.TaskRunner
            await asyncio.shield(runner.run())


def borrowed(desk: Desk) -> TaskRunner:
    return desk.runner  #: type `desk.runner` = winding.runners.TaskRunner
