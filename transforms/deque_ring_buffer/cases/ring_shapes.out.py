from collections import deque
from typing import List, Optional

LIMIT = 4


class Whole:
    def __init__(self):
        self._seen: "deque[int]" = deque(maxlen=LIMIT)

    def add(self, value: int):
        self._seen.append(value)

    def drop_last(self):
        return self._seen.pop() if self._seen else None


class Sliced:
    size = 3

    def __init__(self):
        self._seen: Optional[deque[int]] = deque(maxlen=self.size)

    def add(self, *values: int):
        self._seen.extend(values)

    def all(self):
        return list(self._seen)


class Cut:
    def __init__(self):
        self._seen: deque[int] = deque(maxlen=4)

    def add(self, value: int):
        self._seen.append(value)

    def first(self):
        return self._seen[0], list(self._seen)[1:3], sorted(self._seen), list(self._seen)


class Before:
    def __init__(self):
        self._seen = deque(maxlen=LIMIT)
        self.added = 0

    def add(self, value: int):
        self._seen.append(value)
        self.added += 1


class Guarded:
    def __init__(self, limit: int):
        self._limit = limit
        self._seen: deque[int] = deque(maxlen=self._limit)

    def add(self, value: int):
        seen = self._seen
        seen.append(value)

    def both(self):
        return max(self._seen, default=0), [value + 1 for value in reversed(self._seen)]
