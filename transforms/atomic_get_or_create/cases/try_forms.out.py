import asyncio


class Rooms:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def lock(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def bound(self, name: str) -> bool:
        lock = self._locks.setdefault(name, asyncio.Lock())
        return lock.locked()

    def passed(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def only(self, name: str) -> None:
        self._locks.setdefault(name, asyncio.Lock())
