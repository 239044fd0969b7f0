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
        return self._lists.setdefault(name, [1])

    def of_weak(self, name: str) -> set[int]:
        return self._weak.setdefault(name, set())

    def of_other(self, name: str) -> list[int]:
        return self._others.setdefault(name, [])

    def of_maybe(self, name: str) -> list[int]:
        return self._maybe.setdefault(name, [])

    def of_unknown(self, store, name: str) -> list[int]:
        return store.setdefault(name, [])
