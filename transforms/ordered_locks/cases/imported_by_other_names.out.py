import asyncio

from harbour import locks as guards


class Quay:
    def __init__(self) -> None:
        self._lock = guards.OrderedLock("Quay._lock")
        self._first = guards.OrderedLock("Quay._first")
