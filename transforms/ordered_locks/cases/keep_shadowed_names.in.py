import asyncio

from harbour.locks import OrderedLock


class Quay:
    def __init__(self, OrderedLock=OrderedLock) -> None:
        self._lock = asyncio.Lock()


class Gate:
    def __init__(self, asyncio, threading) -> None:
        self._lock = asyncio.Lock()
        self._other = threading.Lock()
