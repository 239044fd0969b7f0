from collections import deque


class Tail:
    def __init__(self, size: int):
        self._size = size
        self._tail: deque[int] = deque(maxlen=self._size)

    def add(self, *points: int):
        self._tail += points
