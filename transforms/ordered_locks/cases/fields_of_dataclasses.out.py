"""State of one ship each."""

import asyncio
import dataclasses
from dataclasses import dataclass, field

from harbour.locks import OrderedLock


@dataclass
class Ship:
    name: str
    lock: asyncio.Lock = field(default_factory=lambda: OrderedLock("Ship.lock"))
    gate: asyncio.Lock = dataclasses.field(default_factory=lambda: OrderedLock("Ship.gate"), repr=False)
    berths: dict[str, asyncio.Lock] = field(default_factory=lambda: {"home": OrderedLock("Ship.berths")})
    crew: set[str] = field(default_factory=set)


@dataclass
class Tug:
    lock: asyncio.Lock | None = None

    def __post_init__(self):
        self.lock = self.lock or OrderedLock("Tug.lock")
