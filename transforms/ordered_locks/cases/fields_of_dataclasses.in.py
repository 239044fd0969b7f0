"""State of one ship each."""

import asyncio
import dataclasses
from dataclasses import dataclass, field


@dataclass
class Ship:
    name: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    gate: asyncio.Lock = dataclasses.field(default_factory=lambda: asyncio.Lock(), repr=False)
    berths: dict[str, asyncio.Lock] = field(default_factory=lambda: {"home": asyncio.Lock()})
    crew: set[str] = field(default_factory=set)


@dataclass
class Tug:
    lock: asyncio.Lock | None = None

    def __post_init__(self):
        self.lock = self.lock or asyncio.Lock()
