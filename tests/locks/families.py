"""One lock for each key: the same key again, and two keys."""
# edge 1: Rooms._locks[] -> Rooms._locks[]
# certain: Rooms._locks[] -> Rooms._locks[]
# edge 2: Desks._locks[] -> Desks._locks[]
# possible: Desks._locks[] -> Desks._locks[] | only where both keys are the same
# edge 3: Halls._locks[] -> Halls._lock
# edge 4: Halls._lock -> Halls._locks[]
# possible: Halls._locks[] -> Halls._lock -> Halls._locks[] | for the same key
# possible: Halls._locks[] -> Halls._lock -> Halls._locks[] | only where `lock` is
import asyncio
from collections import defaultdict


class Rooms:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def _lock_for(self, room: str) -> asyncio.Lock:
        return self._locks.setdefault(room, asyncio.Lock())

    async def enter(self, room: str) -> None:
        async with self._lock_for(room):  # holds 1
            await self._count(room)

    async def _count(self, name: str) -> None:
        lock = self._lock_for(name)
        async with lock:  # takes 1
            await asyncio.sleep(0)


class Desks:
    def __init__(self) -> None:
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def move(self, source: str, target: str) -> None:
        async with self._locks[source]:  # holds 2
            async with self._locks[target]:  # takes 2
                await asyncio.sleep(0)


class Halls:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._locks: dict[str, asyncio.Lock] = {}

    async def book(self, hall: str) -> None:
        lock = self._locks.get(hall)
        if lock is None:
            lock = self._locks[hall] = asyncio.Lock()
        async with lock:  # holds 3
            async with self._lock:  # takes 3
                await asyncio.sleep(0)

    async def close(self, hall: str) -> None:
        async with self._lock:  # holds 4
            async with self._locks[hall]:  # takes 4
                await asyncio.sleep(0)
