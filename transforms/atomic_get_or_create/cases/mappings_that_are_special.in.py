import weakref
from collections import defaultdict
from collections.abc import MutableMapping


class Registry:
    def __init__(self, others: MutableMapping[str, list[int]]) -> None:
        self._lists: defaultdict[str, list[int]] = defaultdict(list)
        self._weak: weakref.WeakValueDictionary[str, set[int]] = weakref.WeakValueDictionary()
        self._others = others
        self._maybe: dict[str, list[int]] | None = None

    def of_default(self, name: str) -> list[int]:
        if name not in self._lists:
            self._lists[name] = [1]
        return self._lists[name]

    def of_weak(self, name: str) -> set[int]:
        found = self._weak.get(name)
        if found is None:
            found = self._weak[name] = set()
        return found

    def of_other(self, name: str) -> list[int]:
        if name not in self._others:
            self._others[name] = []
        return self._others[name]

    def of_maybe(self, name: str) -> list[int]:
        if name not in self._maybe:
            self._maybe[name] = []
        return self._maybe[name]

    def of_unknown(self, store, name: str) -> list[int]:
        if name not in store:
            store[name] = []
        return store[name]
