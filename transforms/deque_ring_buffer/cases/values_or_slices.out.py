from collections import deque


class Maybe:
    def __init__(self):
        self._last: deque[str] = deque(maxlen=10)
        self._items: deque[str] = deque(maxlen=10)

    def add(self, item):
        self._last.append(item)
        self._items.append(item)

    def last(self):
        return list(self._last) or None

    def __getitem__(self, index):
        return self._items[index]
