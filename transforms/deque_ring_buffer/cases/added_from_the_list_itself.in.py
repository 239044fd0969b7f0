class Curve:
    def __init__(self, size: int):
        self._size = size
        self._points: list[int] = []

    def add(self, point: int):
        if len(self._points) >= self._size:
            self._points.pop(0)
        self._points.append(self._points[0] if self._points else point)
