from collections import deque


class Samples:
    def __init__(self, size: int, width):
        self._size = size
        self._width = width
        self._values: deque[int] = deque()
        self._widths: deque[int] = deque()
        self._times: deque[int] = deque()

    def resize(self, size: int):
        self._size = size

    def add(self, value: int, most: int):
        self._values.append(value)
        if len(self._values) > self._size:
            self._values.popleft()
        self._widths.append(value)
        if len(self._widths) > self._width:
            self._widths.popleft()
        self._times.append(value)
        if len(self._times) > most:
            self._times.popleft()
