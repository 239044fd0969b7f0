class Samples:
    def __init__(self, size: int, width):
        self._size = size
        self._width = width
        self._values: list[int] = []
        self._widths: list[int] = []
        self._times: list[int] = []

    def resize(self, size: int):
        self._size = size

    def add(self, value: int, most: int):
        self._values.append(value)
        if len(self._values) > self._size:
            self._values.pop(0)
        self._widths.append(value)
        if len(self._widths) > self._width:
            self._widths.pop(0)
        self._times.append(value)
        if len(self._times) > most:
            self._times.pop(0)
