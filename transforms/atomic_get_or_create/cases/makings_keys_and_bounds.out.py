import asyncio
from collections import defaultdict, deque


class Item:
    def __init__(self) -> None:
        self.name = "a"


class Makings:
    def __init__(self, given: dict[str, set[int]]) -> None:
        self._given = given
        self._nested: dict[int, dict[str, set[int]]] = {1: defaultdict(lambda: {1})}
        self._own: dict[object, object] = {}

    def nested(self, one: int, two: str) -> set[int]:
        return self._nested[one].setdefault(two, set())

    def given(self, name: str) -> set[int]:
        return self._given.setdefault(name, set())

    def given_in(self, name: str) -> None:
        self._given.setdefault(name, set())

    def parameter(self, name: str, given: dict[str, set[int]]) -> set[int]:
        return given.setdefault(name, set())

    def bound(self, name: str, size: int) -> None:
        self._own.setdefault(name, asyncio.Semaphore(size))

    def long(self, name: str, size: int) -> None:
        self._own.setdefault(name, deque(maxlen=size))

    def wide(self, name: str) -> None:
        self._own.setdefault(name, asyncio.Queue(4 * 16))

    def attribute(self, key) -> None:
        self._own.setdefault(key.name, [])

    def text(self, key) -> None:
        self._own.setdefault(str(key), [])

    def formatted(self, key) -> None:
        self._own.setdefault(f"{key}-", [])

    def item(self, key) -> None:
        self._own.setdefault(key[0], [])

    def known(self, key: Item, other: int) -> None:
        self._own.setdefault((key.name, other), [])
