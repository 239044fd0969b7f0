import asyncio

from harbour.locks import OrderedLock


class Quay:
    def __init__(self, lock=None, fast=False):
        self._free = asyncio.Condition(OrderedLock("Quay._free"))
        self._full = asyncio.Condition(lock=OrderedLock("Quay._full"))
        self._own = asyncio.Condition()
        self._lock = lock if lock is not None else OrderedLock("Quay._lock")
        self._other = OrderedLock("Quay._other") if fast else lock
        first = self._first = OrderedLock("Quay._first")
        self._view = first
