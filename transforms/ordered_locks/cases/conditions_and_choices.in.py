import asyncio


class Quay:
    def __init__(self, lock=None, fast=False):
        self._free = asyncio.Condition(asyncio.Lock())
        self._full = asyncio.Condition(lock=asyncio.Lock())
        self._own = asyncio.Condition()
        self._lock = lock if lock is not None else asyncio.Lock()
        self._other = asyncio.Lock() if fast else lock
        first = self._first = asyncio.Lock()
        self._view = first
