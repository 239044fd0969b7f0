import asyncio


class OrderedLock(asyncio.Lock):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Quay:
    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._first = OrderedLock("Quay._first")
