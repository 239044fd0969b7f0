import asyncio
from collections import defaultdict


class Berths:
    def __init__(self, names):
        self._by_name: dict[str, asyncio.Lock] = {}
        self._later = {}
        self._bound = {}
        self._default = defaultdict(asyncio.Lock)
        self._lazy = defaultdict(lambda: asyncio.Lock())
        self._known = {name: asyncio.Lock() for name in names}
        self._ranked = [asyncio.Lock() for _ in range(3)]
        self._pair = dict(north=asyncio.Lock(), south=asyncio.Lock())

    def lock(self, name):
        if name not in self._by_name:
            self._by_name[name] = asyncio.Lock()
        return self._by_name[name]

    def later(self, name):
        return self._later.setdefault(name, asyncio.Lock())

    def bound(self, name):
        lock = self._bound.get(name)
        if lock is None:
            lock = asyncio.Lock()
            self._bound[name] = lock
        return lock
