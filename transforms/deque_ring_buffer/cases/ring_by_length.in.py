class Tail:
    def __init__(self, size: int):
        self._size = size
        self._tail: list[int] = []

    def add(self, *points: int):
        self._tail += points
        if len(self._tail) > self._size:
            del self._tail[: len(self._tail) - self._size]
