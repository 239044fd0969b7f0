class Maybe:
    def __init__(self):
        self._last: list[str] = []
        self._items: list[str] = []

    def add(self, item):
        self._last.append(item)
        if len(self._last) > 10:
            self._last.pop(0)
        self._items.append(item)
        if len(self._items) > 10:
            self._items.pop(0)

    def last(self):
        return self._last or None

    def __getitem__(self, index):
        return self._items[index]
