import weakref
from collections import defaultdict

from cachetools import TTLCache


class Caches:
    def __init__(self, given: dict[str, list[int]]) -> None:
        self._cache: dict[str, list[int]] = TTLCache(maxsize=100, ttl=60)
        self._by_owner: dict[object, list[int]] = weakref.WeakKeyDictionary()
        self._given = given
        self._counts: dict[str, int] = {}
        self._one: dict[str, int] = defaultdict(int)
        self._names = {"a": "b"}

    def add(self, key: str, owner: object, value: int) -> int:
        self._cache[key] = [value]
        self._by_owner[owner] = [value]
        self._given[key] = [value]
        self._counts[key] = value
        self._one[key] += value
        self._names[key] = "c"
        return len(self._cache) + len(self._by_owner) + len(self._given) + len(self._one)
