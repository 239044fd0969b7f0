"""What the station knows at the moment."""

import asyncio
from collections import defaultdict
from typing import Union

from .gates import Gate, Ticket


class State:
    ceiling: "asyncio.Semaphore"

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}
        self._guards: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.order: list[Gate] = []
        self._notes = {}
        self.ceiling = asyncio.Semaphore(12)
        self._closing = None

    def event(self, key: str) -> asyncio.Event:
        #: type `self._events` = builtins.dict
        #: type `self._events.get(key)` = asyncio.Event | None
        found = self._events.get(key)
        if found is None:
            found = asyncio.Event()
            self._events[key] = found  #: type `found` = asyncio.Event
        return found  #: type `found` = asyncio.Event

    def note(self, key, value) -> None:
        self._notes[key] = value  #: type `self._notes` = builtins.dict

    def read_note(self, key: str):
        return self._notes[key]  #: type `self._notes[key]` = ?

    async def exclusive(self, key: str, ticket: Ticket) -> None:
        #: type `self._guards` = collections.defaultdict
        #: type `self._guards[key]` = asyncio.Lock
        #: lock `self._guards[key]` = yes
        async with self._guards[key]:
            await ticket.settle()  #: callee `ticket.settle` = turnstile.gates.Ticket.settle

    async def limited(self) -> None:
        async with self.ceiling:  #: type `self.ceiling` = asyncio.Semaphore
            await asyncio.sleep(0)

    def release_all(self) -> None:
        for key, event in self._events.items():
            event.set()  #: type `event` = asyncio.Event
        for event in self._events.values():
            event.clear()  #: type `event` = asyncio.Event
        for entry in self._notes.values():
            entry.clear()  #: type `entry` = ?

    def open_close(self) -> None:
        self._closing = asyncio.get_running_loop().create_future()

    def closed(self) -> bool:
        closing = self._closing  #: type `self._closing` = asyncio.Future | None
        return closing is not None and closing.done()  #: type `closing` = asyncio.Future | None

    def admit(self, thing: Union[Ticket, Gate, str]) -> None:
        if isinstance(thing, str):  #: type `thing` = ?
            self._notes[thing] = thing  #: type `thing` = builtins.str
            return
        print(thing)  #: type `thing` = ?
        if isinstance(thing, Gate):
            self.order.append(thing)  #: type `thing` = turnstile.gates.Gate
        else:
            thing.punched.set()  #: type `thing.punched` = asyncio.Event
