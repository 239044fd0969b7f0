class Batch:
    def __init__(self):
        self._items: list[int] = []
        self._rest: list[int] = []

    def add(self, item):
        self._items.append(item)
        if len(self._items) > 100:
            self._items.pop(0)
        self._rest.append(item)

    def load(self, source):
        self._items = source.read()

    def take(self):
        while self._rest:
            yield self._rest.pop(0)

    def without(self, item):
        self._rest = [other for other in self._rest if other != item]
        self._rest.sort()
