import asyncio


class Slots:
    def __init__(self) -> None:
        self._held = {}
        self._any: dict[str, object] = {}

    def held(self, name: str) -> asyncio.Lock:
        lock = self._held.get(name)
        if lock is None:
            lock = asyncio.Lock()
            self._held[name] = lock
        return lock

    def fill(self, name: str, lock) -> None:
        self._held[name] = lock

    def anything(self, name: str) -> object:
        value = self._any.get(name)
        if value is None:
            value = self._any[name] = {}
        return value
