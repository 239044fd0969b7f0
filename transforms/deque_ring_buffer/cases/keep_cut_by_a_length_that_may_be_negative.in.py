class Tail:
    def __init__(self, size: int):
        self._size = size
        self._tail: list[int] = []

    def add(self, point: int):
        self._tail.append(point)
        del self._tail[: len(self._tail) - self._size]
