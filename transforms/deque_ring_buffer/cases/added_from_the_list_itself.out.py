from collections import deque


class Curve:
    def __init__(self, size: int):
        self._size = size
        self._points: deque[int] = deque(maxlen=self._size)

    def add(self, point: int):
        self._points.append(self._points[0] if self._points else point)
