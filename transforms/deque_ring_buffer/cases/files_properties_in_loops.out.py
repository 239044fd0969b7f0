from collections import deque

from reading import Lazy, Plain


class Ring:
    def __init__(self, size: int = 3) -> None:
        self._size = size
        self._lazy: deque[Lazy] = deque(maxlen=self._size)
        self._plain: deque[Plain] = deque(maxlen=self._size)

    def add(self, value: Lazy) -> None:
        self._lazy.append(value)

    def put(self, value: Plain) -> None:
        self._plain.append(value)

    def loaded(self) -> int:
        found = 0
        for reading in list(self._lazy):
            if reading.value > 0:
                found += 1
        return found

    def marked(self) -> int:
        found = 0
        for reading in self._plain:
            if reading.mark > 0:
                found += 1
        return found
