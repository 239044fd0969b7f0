from collections import deque


class Points:
    SIZE = 4

    def __init__(self):
        self._before = deque(maxlen=self.SIZE)
        self._named = []

    def add(self, point):
        self._before.append(point)
        named = self._named
        named += [point]
        if len(named) > self.SIZE:
            named.pop(0)

    def next(self):
        return self._named.pop(0)
