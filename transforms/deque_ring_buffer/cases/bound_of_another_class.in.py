class Sized:
    def __init__(self, size: int):
        self._size = size


class Window(Sized):
    def __init__(self, size: int):
        self._values: list[int] = []
        super().__init__(size)

    def add(self, value: int):
        self._values.append(value)
        if len(self._values) > self._size:
            self._values.pop(0)
