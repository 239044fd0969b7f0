"""The depot: lanes, their work and its end."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from typing import AsyncIterator, Awaitable, Callable, ClassVar, Iterable, Protocol

from .lanes import Lane, Parcel, Slot
from . import lanes

logger: logging.Logger = logging.getLogger("parcel")


class Ledger(Protocol):
    async def write(self, line: str) -> None: ...


class PaperLedger:
    async def write(self, line: str) -> None:
        print(line)


class Depot:
    _known: ClassVar[dict[str, Depot]] = {}

    def __init__(self, name: str, ledger: Ledger, lanes_wanted: Iterable[int] = ()) -> None:
        self._name = name
        self._ledger = ledger
        self._lanes = [Lane(wanted) for wanted in lanes_wanted]  #: callee `Lane` = parcel.lanes.Lane
        self._pool = ThreadPoolExecutor(max_workers=2)
        self._worker: asyncio.Task[int] | None = None
        self._hook: Callable[[Parcel], Awaitable[None]] | None = None
        Depot._known[name] = self  #: type `Depot._known` = builtins.dict

    @classmethod
    def named(cls, name: str) -> Depot | None:
        return cls._known.get(name)  #: type `cls._known.get(name)` = parcel.depot.Depot | None

    @staticmethod
    def label(code: str) -> str:
        return f"[{code}]"

    @cached_property
    def _stops(self) -> dict[str, lanes.Turnstop]:
        return defaultdict(lanes.Turnstop)

    async def store(self, parcel: Parcel, at: int = 0) -> None:
        lane = self._lanes[at]  #: type `self._lanes` = builtins.list
        async with lane as slot:  #: type `lane` = parcel.lanes.Lane
            await slot.fill(parcel)  #: type `slot` = parcel.lanes.Slot
        await self._ledger.write(self.label(parcel.code))  #: callee `self.label` = parcel.depot.Depot.label
        logger.info("stored")  #: type `logger` = logging.Logger

    async def report(self) -> None:
        await self._ledger.write("report")  #: callee `self._ledger.write` = ?

    async def guarded(self, key: str) -> None:
        async with self._stops[key]:  #: type `self._stops[key]` = parcel.lanes.Turnstop
            await self.report()  #: callee `self.report` = parcel.depot.Depot.report

    async def stream(self) -> AsyncIterator[Parcel]:
        for lane in self._lanes:
            while not lane.belt.empty():
                yield await lane.belt.get()  #: type `await lane.belt.get()` = parcel.lanes.Parcel

    async def empty(self) -> None:
        async for parcel in self.stream():  #: callee `self.stream` = parcel.depot.Depot.stream
            await parcel.landed.wait()  #: type `parcel` = parcel.lanes.Parcel
            if self._hook is not None:
                await self._hook(parcel)  #: callee `self._hook` = ?

    def _weigh(self, parcel: Parcel) -> int:
        return len(parcel.code)

    async def weigh(self, parcel: Parcel) -> int:
        loop = asyncio.get_running_loop()
        #: type `self._pool` = concurrent.futures.ThreadPoolExecutor
        #: callee `loop.run_in_executor` = external
        grams = await loop.run_in_executor(self._pool, self._weigh, parcel)
        return grams  #: type `grams` = builtins.int

    def work(self, parcel: Parcel) -> None:
        self._worker = asyncio.create_task(self.weigh(parcel), name="weigh")

    async def finish(self) -> int:
        worker, self._worker = self._worker, None
        if worker is None:  #: type `worker` = asyncio.Task | None
            return 0
        #: type `worker` = asyncio.Task
        #: type `await worker` = builtins.int
        return await worker

    async def race(self, parcel: Parcel) -> None:
        weight, stored = await asyncio.gather(self.weigh(parcel), self._first_slot())
        print(weight)  #: type `weight` = builtins.int
        await stored.fill(parcel)  #: type `stored` = parcel.lanes.Slot

    async def _first_slot(self) -> Slot:
        return Slot(self._lanes[0])

    def later(self, what: str, handlers: dict) -> None:
        #: type `handlers` = builtins.dict
        #: type `handlers[what]` = ?
        handler = handlers[what]
        handler(self)  #: callee `handler` = ?
        #: callee `asyncio.get_running_loop().call_soon` = external
        asyncio.get_running_loop().call_soon(partial(handler, self))


async def open_depot(name: str) -> Depot:
    return Depot(name, PaperLedger(), [4])
