import asyncio
import asyncio as aio
from asyncio import Lock as Mutex

from harbour.locks import OrderedLock
from harbour.ships import Ship


class Quay:
    shared = OrderedLock("Quay.shared")

    def __init__(self, ship: Ship) -> None:
        self.ship = ship
        self._table_lock = OrderedLock("Quay._table_lock")
        self._crane_lock: asyncio.Lock = OrderedLock("Quay._crane_lock")
        self._gate: asyncio.Lock | None = None
        self._named = OrderedLock("Quay._named")

    def open(self) -> None:
        self._gate = OrderedLock("Quay._gate")

    @classmethod
    def prepare(cls) -> None:
        cls._all = OrderedLock("Quay._all")

    async def move(self) -> None:
        async with self._table_lock:
            async with self._crane_lock:
                pass

    class Berth:
        def __init__(self) -> None:
            self.lock = OrderedLock("Berth.lock")
