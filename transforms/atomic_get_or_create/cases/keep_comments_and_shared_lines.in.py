import asyncio


class Layouts:
    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def behind(self, name: str) -> asyncio.Lock:
        if name not in self._locks:  # the first one
            self._locks[name] = asyncio.Lock()
        return self._locks[name]

    def shared(self, name: str) -> asyncio.Lock:
        lock = self._locks.get(name); missing = lock is None
        if lock is None:
            lock = self._locks[name] = asyncio.Lock()
        return lock

    def two(self, name: str) -> asyncio.Lock:
        if name not in self._locks: self._locks[name] = asyncio.Lock(); self._locks[name] = asyncio.Lock()
        return self._locks[name]
