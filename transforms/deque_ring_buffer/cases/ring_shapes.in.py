from typing import List, Optional

LIMIT = 4


class Whole:
    def __init__(self):
        self._seen: "list[int]" = []

    def add(self, value: int):
        self._seen.append(value)
        while len(self._seen) > LIMIT:
            self._seen.pop(0)

    def drop_last(self):
        return self._seen.pop(-1) if self._seen else None


class Sliced:
    size = 3

    def __init__(self):
        self._seen: Optional[List[int]] = list()

    def add(self, *values: int):
        self._seen.extend(values)
        self._seen = self._seen[-self.size:]

    def all(self):
        return self._seen[:]


class Cut:
    def __init__(self):
        self._seen: List[int] = []

    def add(self, value: int):
        self._seen.append(value)
        del self._seen[:-4]

    def first(self):
        return self._seen[0], self._seen[1:3], sorted(self._seen), self._seen.copy()


class Before:
    def __init__(self):
        self._seen = []
        self.added = 0

    def add(self, value: int):
        if LIMIT <= len(self._seen):
            self._seen.pop(0)
        self._seen.append(value)
        self.added += 1


class Guarded:
    def __init__(self, limit: int):
        self._limit = limit
        self._seen: list[int] = []

    def add(self, value: int):
        seen = self._seen
        seen.append(value)
        if len(seen) > self._limit:
            del seen[:1]

    def both(self):
        return max(self._seen, default=0), [value + 1 for value in reversed(self._seen)]
