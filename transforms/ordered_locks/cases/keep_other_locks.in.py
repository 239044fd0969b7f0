import asyncio
import multiprocessing

from filelock import FileLock


class Lock:
    """Of this file."""


class Slow(asyncio.Lock):
    """One of its own."""


class Quay:
    def __init__(self, lock_class):
        self._own = Lock()
        self._slow = Slow()
        self._file = FileLock("quay.lock")
        self._processes = multiprocessing.Lock()
        self._given = lock_class()
        self._factory = asyncio.Lock
