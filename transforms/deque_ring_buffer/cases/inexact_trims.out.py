from collections import deque


class Loads:
    def __init__(self, size: int):
        self._size = size
        self._early: deque[int] = deque(maxlen=self._size)
        self._late: deque[int] = deque(maxlen=self._size)
        self._open: deque[int] = deque(maxlen=self._size)
        self._many: deque[int] = deque(maxlen=self._size)
        self._cut: deque[int] = deque(maxlen=self._size)

    def add(self, load, loads):
        self._early.append(load)
        self._late.append(load)
        self._open.append(load)
        self._many.extend(loads)
        self._cut.append(load)

    def load(self, value):
        self._open.append(value)
