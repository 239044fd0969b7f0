import asyncio
import asyncio as aio
from asyncio import Lock as Mutex

from harbour.ships import Ship


class Quay:
    shared = asyncio.Lock()

    def __init__(self, ship: Ship) -> None:
        self.ship = ship
        self._table_lock = asyncio.Lock()
        self._crane_lock: asyncio.Lock = aio.Lock()
        self._gate: asyncio.Lock | None = None
        self._named = Mutex()

    def open(self) -> None:
        self._gate = asyncio.locks.Lock()

    @classmethod
    def prepare(cls) -> None:
        cls._all = asyncio.Lock()

    async def move(self) -> None:
        async with self._table_lock:
            async with self._crane_lock:
                pass

    class Berth:
        def __init__(self) -> None:
            self.lock = asyncio.Lock()
