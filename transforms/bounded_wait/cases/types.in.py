import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Dict, Optional


@dataclass
class Slot:
    taken: asyncio.Event = field(default_factory=asyncio.Event)


class Table:
    _changed: "asyncio.Event"

    def __init__(self, maybe: Optional[asyncio.Event] = None):
        self._events: Dict[str, asyncio.Event] = {}
        self._lazy = defaultdict(asyncio.Event)
        self._maybe = maybe
        self._changed = asyncio.Event()
        self._slot = Slot()

    def _event_of(self, key: str) -> asyncio.Event:
        return self._events.setdefault(key, asyncio.Event())


class Seats(Table):
    async def item(self, key):
        await self._events[key].wait()

    async def got(self, key):
        event = self._events.get(key)
        if event is None:
            return
        await event.wait()

    async def lazily(self, key):
        await self._lazy[key].wait()

    async def narrowed(self):
        if self._maybe is not None:
            await self._maybe.wait()

    async def declared(self):
        await self._changed.wait()

    async def through_another_class(self):
        await self._slot.taken.wait()

    async def from_a_getter(self, key):
        await self._event_of(key).wait()

    async def each(self):
        for event in self._events.values():
            await event.wait()
