class Points:
    SIZE = 4

    def __init__(self):
        self._before = []
        self._named = []

    def add(self, point):
        if len(self._before) == self.SIZE:
            self._before[:] = self._before[-self.SIZE:]
        self._before.append(point)
        named = self._named
        named += [point]
        if len(named) > self.SIZE:
            named.pop(0)

    def next(self):
        return self._named.pop(0)
