import asyncio

from harbour.locks import OrderedLock


class Quay:
    def __init__(self) -> None:
        self._first = OrderedLock("Quay._first")
        self._lock = asyncio.Lock()
