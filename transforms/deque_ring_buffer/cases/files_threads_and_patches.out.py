from collections import deque

LIMIT = 10
_recent: deque[int] = deque()


def add(number: int):
    _recent.append(number)
    if len(_recent) > LIMIT:
        _recent.popleft()


class Sums:
    def __init__(self):
        self._numbers: deque[int] = deque()
        self._patched: deque[int] = deque()

    def take(self):
        return self._numbers.popleft()

    def next(self):
        return self._patched.popleft()

    def total(self):
        total = 0
        for number in list(self._numbers):
            total += number
        return total
