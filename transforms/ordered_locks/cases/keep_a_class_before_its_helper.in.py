import asyncio


class Quay:
    shared = asyncio.Lock()
    _locks: dict[str, asyncio.Lock] = {"north": asyncio.Lock()}


class OrderedLock(asyncio.Lock):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
