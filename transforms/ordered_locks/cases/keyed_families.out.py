import asyncio
from collections import defaultdict

from harbour.locks import OrderedLock


class Berths:
    def __init__(self, names):
        self._by_name: dict[str, asyncio.Lock] = {}
        self._later = {}
        self._bound = {}
        self._default = defaultdict(lambda: OrderedLock("Berths._default"))
        self._lazy = defaultdict(lambda: OrderedLock("Berths._lazy"))
        self._known = {name: OrderedLock("Berths._known") for name in names}
        self._ranked = [OrderedLock("Berths._ranked") for _ in range(3)]
        self._pair = dict(north=OrderedLock("Berths._pair"), south=OrderedLock("Berths._pair"))

    def lock(self, name):
        if name not in self._by_name:
            self._by_name[name] = OrderedLock("Berths._by_name")
        return self._by_name[name]

    def later(self, name):
        return self._later.setdefault(name, OrderedLock("Berths._later"))

    def bound(self, name):
        lock = self._bound.get(name)
        if lock is None:
            lock = OrderedLock("Berths._bound")
            self._bound[name] = lock
        return lock
