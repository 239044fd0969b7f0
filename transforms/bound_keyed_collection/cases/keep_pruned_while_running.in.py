import time
from collections import OrderedDict, defaultdict


class Pruned:
    def __init__(self) -> None:
        self._by_alias: dict[str, list[int]] = {}
        self._by_helper: dict[str, list[int]] = {}
        self._swept: dict[str, list[float]] = {}
        self._filtered: dict[str, list[float]] = {}
        self._replaced: dict[str, list[int]] = defaultdict(list)
        self._recent: OrderedDict[str, list[int]] = OrderedDict()
        self._few: dict[str, list[int]] = {}
        self._refused: dict[str, list[int]] = {}
        self._called_back: dict[str, list[int]] = {}

    def add(self, key: str, value: int, loop) -> None:
        self._by_alias.setdefault(key, []).append(value)
        self._by_helper.setdefault(key, []).append(value)
        self._swept.setdefault(key, []).append(time.time())
        self._filtered.setdefault(key, []).append(time.time())
        self._replaced[key].append(value)
        self._called_back.setdefault(key, []).append(value)
        loop.call_later(5, lambda: self._called_back.pop(key, None))
        self._tidy(key)

    def _tidy(self, key: str) -> None:
        lists = self._by_alias
        lists.pop(key, None)
        drop_from(self._by_helper, key)
        stale = [name for name, times in self._swept.items() if times[-1] < time.time() - 60]
        for name in stale:
            del self._swept[name]
        self._filtered = {name: times for name, times in self._filtered.items() if len(times) < 5}

    def take(self) -> dict[str, list[int]]:
        taken, self._replaced = self._replaced, defaultdict(list)
        return taken

    def recent(self, key: str, value: int) -> None:
        self._recent.setdefault(key, []).append(value)
        self._recent.move_to_end(key)
        while len(self._recent) > 100:
            self._recent.popitem(last=False)

    def few(self, key: str, value: int) -> None:
        if len(self._few) >= 100 and key not in self._few:
            oldest = next(iter(self._few))
            del self._few[oldest]
        self._few.setdefault(key, []).append(value)

    def refused(self, key: str, value: int) -> list[int]:
        if len(self._refused) > 10:
            raise ValueError(key)
        return self._refused.setdefault(key, [value])

    def all(self) -> int:
        return len(self._by_alias) + len(self._by_helper) + len(self._swept) + len(self._called_back)

    def use(self) -> None:
        self.take()


def drop_from(lists: dict[str, list[int]], key: str) -> None:
    lists.pop(key, None)
