import asyncio
from dataclasses import dataclass, field

from harbour.locks import OrderedLock


@dataclass
class Quay:
    gate: asyncio.Lock = field(default_factory=lambda: OrderedLock("Quay.gate"))

    def __post_init__(self):
        self._lock = OrderedLock("Quay._lock")
        self._locks = {}

    def lock(self, name):
        return self._locks.setdefault(name, OrderedLock("Quay._locks"))
