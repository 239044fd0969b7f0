class Lazy:
    def __init__(self, ring) -> None:
        self._ring = ring

    @property
    def value(self) -> int:
        self._ring.add(self)
        return 1


class Plain:
    def __init__(self) -> None:
        self._mark = 0

    @property
    def mark(self) -> int:
        return self._mark
