class Ring:
    def __init__(self, size: int = 3) -> None:
        self._size = size
        self._values: list[int] = []

    def add(self, value: int) -> None:
        self._values.append(value)
        if len(self._values) > self._size:
            self._values.pop(0)

    def forget(self) -> None:
        del self._values
        self._values = []
