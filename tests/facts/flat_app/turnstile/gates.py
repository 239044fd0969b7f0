"""Gates of a station and the tickets that go through them."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import Optional

log = logging.getLogger(__name__)  #: type `log` = logging.Logger


@dataclass
class Ticket:
    holder: str
    punched: asyncio.Event = field(default_factory=asyncio.Event)
    stops: list[str] = field(default_factory=list)
    refund: asyncio.Future[int] | None = None

    async def settle(self) -> int:
        await self.punched.wait()  #: type `self.punched` = asyncio.Event
        if self.refund is None:  #: type `self.refund` = asyncio.Future | None
            return 0
        #: type `self.refund` = asyncio.Future
        #: type `await self.refund` = builtins.int
        return await self.refund

    def route(self) -> str:
        return " > ".join(self.stops)  #: type `self.stops` = builtins.list


class Gate:
    def __init__(self, name: str, spare: Optional[Gate] = None) -> None:
        self.name = name
        self.spare = spare
        self._opened = asyncio.Event()  #: type `self._opened` = asyncio.Event
        self._arm = asyncio.Lock()  #: callee `asyncio.Lock` = external
        self._line: asyncio.Queue[Ticket] = asyncio.Queue(maxsize=40)
        self._recent = deque(maxlen=200)
        self._pump: asyncio.Task[None] | None = None
        self._alarm: asyncio.Event = None  # type: ignore[assignment]
        self._on_jam = None

    @property
    def line(self) -> asyncio.Queue[Ticket]:
        return self._line  #: type `self._line` = asyncio.Queue

    def start(self) -> None:
        #: callee `self._drain` = turnstile.gates.Gate._drain
        #: type `asyncio.create_task(self._drain())` = asyncio.Task
        self._pump = asyncio.create_task(self._drain())
        self._alarm = asyncio.Event()

    async def stop(self) -> None:
        pump = self._pump  #: type `self._pump` = asyncio.Task | None
        if pump is None:
            return
        pump.cancel()  #: type `pump` = asyncio.Task
        self._pump = None

    async def _drain(self) -> None:
        while True:
            ticket = await self._line.get()
            async with self._arm:  #: lock `self._arm` = yes
                ticket.punched.set()  #: type `ticket` = turnstile.gates.Ticket
            log.info("punched %s", ticket.holder)  #: lock `log` = no

    def open(self) -> None:
        self._opened.set()  #: lock `self._opened` = no
        if self.spare is not None:
            self.spare.open()  #: callee `self.spare.open` = turnstile.gates.Gate.open

    def raise_alarm(self) -> None:
        if self._alarm is not None:  #: type `self._alarm` = asyncio.Event | None
            self._alarm.set()

    def remember(self, thing) -> None:
        #: type `self._recent` = collections.deque
        #: type `thing` = ?
        self._recent.append(thing)

    def last(self):
        return self._recent[-1]  #: type `self._recent[-1]` = ?

    def when_jammed(self, callback) -> None:
        self._on_jam = callback

    def jam(self) -> None:
        if self._on_jam is not None:
            self._on_jam(self)  #: callee `self._on_jam` = ?


class WideGate(Gate):
    """A gate for luggage, with a second arm."""

    def __init__(self, name: str) -> None:
        super().__init__(name)  #: callee `super().__init__` = turnstile.gates.Gate.__init__
        self._second_arm = asyncio.BoundedSemaphore(1)

    async def swing(self) -> None:
        async with self._arm, self._second_arm:  #: type `self._arm` = asyncio.Lock
            #: type `self._opened` = asyncio.Event
            #: callee `self._opened.wait` = external
            await self._opened.wait()
        async with self._second_arm:  #: lock `self._second_arm` = yes
            self.open()  #: callee `self.open` = turnstile.gates.Gate.open

    def jam(self) -> None:
        log.warning("%s: luggage stuck", self.name)
        super().jam()  #: callee `super().jam` = turnstile.gates.Gate.jam
