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
        try:
            return self._nested[one][two]
        except KeyError:
            found = self._nested[one][two] = set()
            return found

    def given(self, name: str) -> set[int]:
        try:
            return self._given[name]
        except KeyError:
            found = self._given[name] = set()
            return found

    def given_in(self, name: str) -> None:
        if name not in self._given:
            self._given[name] = set()

    def parameter(self, name: str, given: dict[str, set[int]]) -> set[int]:
        if name not in given:
            given[name] = set()
        return given[name]

    def bound(self, name: str, size: int) -> None:
        if name not in self._own:
            self._own[name] = asyncio.Semaphore(size)

    def long(self, name: str, size: int) -> None:
        if name not in self._own:
            self._own[name] = deque(maxlen=size)

    def wide(self, name: str) -> None:
        if name not in self._own:
            self._own[name] = asyncio.Queue(4 * 16)

    def attribute(self, key) -> None:
        if key.name not in self._own:
            self._own[key.name] = []

    def text(self, key) -> None:
        if str(key) not in self._own:
            self._own[str(key)] = []

    def formatted(self, key) -> None:
        if f"{key}-" not in self._own:
            self._own[f"{key}-"] = []

    def item(self, key) -> None:
        if key[0] not in self._own:
            self._own[key[0]] = []

    def known(self, key: Item, other: int) -> None:
        if (key.name, other) not in self._own:
            self._own[key.name, other] = []
