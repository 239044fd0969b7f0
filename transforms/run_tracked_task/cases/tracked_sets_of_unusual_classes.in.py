import asyncio
import logging
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Point:
    seen: list = field(default_factory=list)

    def note(self):
        asyncio.create_task(work(self.seen))


@dataclass(frozen=True)
class Frozen:
    seen: tuple = ()

    def note(self):
        asyncio.create_task(work(self.seen))


class Slotted:
    __slots__ = ("seen", "__dict__", "__weakref__")

    def __init__(self):
        self.seen = []

    def note(self):
        asyncio.create_task(work(self.seen))


class Bare:
    def note(self):
        asyncio.create_task(work(self))


class Pair(NamedTuple):
    one: int

    def note(self):
        asyncio.create_task(work(self.one))


class Colour(Enum):
    RED = 1

    def note(self):
        asyncio.create_task(work(self.value))


class Tools:
    def __init__(self):
        self.seen = []

    @classmethod
    def of_class(cls):
        asyncio.create_task(work(cls))

    @staticmethod
    def of_nobody(seen):
        asyncio.create_task(work(seen))

    def nested(self):
        def go():
            asyncio.create_task(work(self.seen))

        go()


async def work(seen):
    await asyncio.sleep(0)
    if seen is None:
        raise OSError("gone")
