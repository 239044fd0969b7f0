import asyncio

_gates: dict[str, asyncio.Event] = {}


class Channels:
    _shared: dict[str, asyncio.Semaphore] = {}

    def __init__(self, limit):
        self._limit = limit
        self._locks: dict[str, asyncio.Lock] = {}

    def lock(self, name: str) -> asyncio.Lock:
        if name not in self._locks:
            self._locks[name] = asyncio.Lock()
        return self._locks[name]

    def again(self, name: str) -> asyncio.Lock:
        if not name in self._locks:
            lock = asyncio.Lock()
            self._locks[name] = lock
        return self._locks[name]

    def inverse(self, name: str) -> asyncio.Lock:
        if name in self._locks:
            return self._locks[name]
        lock = asyncio.Lock()
        self._locks[name] = lock
        return lock

    def both(self, name: str) -> asyncio.Lock:
        if name in self._locks:
            return self._locks[name]
        else:
            self._locks[name] = asyncio.Lock()
            return self._locks[name]

    def slots(self, name: str) -> asyncio.Semaphore:
        if name not in Channels._shared:
            Channels._shared[name] = asyncio.Semaphore(self._limit)
        return Channels._shared[name]


def gate(name: str) -> asyncio.Event:
    if name not in _gates:
        _gates[name] = asyncio.Event()
    return _gates[name]
