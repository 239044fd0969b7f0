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
        await asyncio.wait_for(self._events[key].wait(), timeout=30.0)

    async def got(self, key):
        event = self._events.get(key)
        if event is None:
            return
        await asyncio.wait_for(event.wait(), timeout=30.0)

    async def lazily(self, key):
        await asyncio.wait_for(self._lazy[key].wait(), timeout=30.0)

    async def narrowed(self):
        if self._maybe is not None:
            await asyncio.wait_for(self._maybe.wait(), timeout=30.0)

    async def declared(self):
        await asyncio.wait_for(self._changed.wait(), timeout=30.0)

    async def through_another_class(self):
        await asyncio.wait_for(self._slot.taken.wait(), timeout=30.0)

    async def from_a_getter(self, key):
        await asyncio.wait_for(self._event_of(key).wait(), timeout=30.0)

    async def each(self):
        for event in self._events.values():
            await asyncio.wait_for(event.wait(), timeout=30.0)
