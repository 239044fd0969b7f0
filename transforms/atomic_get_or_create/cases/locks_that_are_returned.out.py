import asyncio

_gates: dict[str, asyncio.Event] = {}


class Channels:
    _shared: dict[str, asyncio.Semaphore] = {}

    def __init__(self, limit):
        self._limit = limit
        self._locks: dict[str, asyncio.Lock] = {}

    def lock(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def again(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def inverse(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def both(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    def slots(self, name: str) -> asyncio.Semaphore:
        return Channels._shared.setdefault(name, asyncio.Semaphore(self._limit))


def gate(name: str) -> asyncio.Event:
    return _gates.setdefault(name, asyncio.Event())
