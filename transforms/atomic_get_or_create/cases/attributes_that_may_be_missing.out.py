import asyncio

SIZE = 4


class Gates:
    size = 2

    def __init__(self, limit: int, names: list[str]) -> None:
        self._gates: dict[str, asyncio.Semaphore] = {}
        self._limit = limit
        if names:
            self._width = len(names)

    def known(self, name: str) -> asyncio.Semaphore:
        return self._gates.setdefault(name, asyncio.Semaphore(self._limit))

    def of_class(self, name: str) -> asyncio.Semaphore:
        return self._gates.setdefault(name, asyncio.BoundedSemaphore(value=Gates.size))

    def of_module(self, name: str) -> asyncio.Semaphore:
        return self._gates.setdefault(name, asyncio.Semaphore(SIZE))

    def perhaps(self, name: str) -> asyncio.Semaphore:
        return self._gates.setdefault(name, asyncio.Semaphore(self._width))
