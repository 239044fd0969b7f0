LIMIT = 10
_recent: list[int] = []


def add(number: int):
    _recent.append(number)
    if len(_recent) > LIMIT:
        _recent.pop(0)


class Sums:
    def __init__(self):
        self._numbers: list[int] = []
        self._patched: list[int] = []

    def take(self):
        return self._numbers.pop(0)

    def next(self):
        return self._patched.pop(0)

    def total(self):
        total = 0
        for number in self._numbers:
            total += number
        return total
