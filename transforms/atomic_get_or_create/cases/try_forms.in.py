import asyncio


class Rooms:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def lock(self, name: str) -> asyncio.Lock:
        try:
            return self._locks[name]
        except KeyError:
            lock = self._locks[name] = asyncio.Lock()
            return lock

    def bound(self, name: str) -> bool:
        try:
            lock = self._locks[name]
        except KeyError:
            lock = asyncio.Lock()
            self._locks[name] = lock
        return lock.locked()

    def passed(self, name: str) -> asyncio.Lock:
        try:
            return self._locks[name]
        except KeyError:
            pass
        lock = asyncio.Lock()
        self._locks[name] = lock
        return lock

    def only(self, name: str) -> None:
        try:
            self._locks[name]
        except KeyError:
            self._locks[name] = asyncio.Lock()
