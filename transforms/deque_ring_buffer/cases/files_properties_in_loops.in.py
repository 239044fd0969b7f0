from reading import Lazy, Plain


class Ring:
    def __init__(self, size: int = 3) -> None:
        self._size = size
        self._lazy: list[Lazy] = []
        self._plain: list[Plain] = []

    def add(self, value: Lazy) -> None:
        self._lazy.append(value)
        if len(self._lazy) > self._size:
            self._lazy.pop(0)

    def put(self, value: Plain) -> None:
        self._plain.append(value)
        if len(self._plain) > self._size:
            self._plain.pop(0)

    def loaded(self) -> int:
        found = 0
        for reading in self._lazy:
            if reading.value > 0:
                found += 1
        return found

    def marked(self) -> int:
        found = 0
        for reading in self._plain:
            if reading.mark > 0:
                found += 1
        return found
