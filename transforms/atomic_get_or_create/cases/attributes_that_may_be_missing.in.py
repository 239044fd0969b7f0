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
        if name not in self._gates:
            self._gates[name] = asyncio.Semaphore(self._limit)
        return self._gates[name]

    def of_class(self, name: str) -> asyncio.Semaphore:
        if name not in self._gates:
            self._gates[name] = asyncio.BoundedSemaphore(value=Gates.size)
        return self._gates[name]

    def of_module(self, name: str) -> asyncio.Semaphore:
        if name not in self._gates:
            self._gates[name] = asyncio.Semaphore(SIZE)
        return self._gates[name]

    def perhaps(self, name: str) -> asyncio.Semaphore:
        if name not in self._gates:
            self._gates[name] = asyncio.Semaphore(self._width)
        return self._gates[name]
