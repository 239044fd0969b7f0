from collections import deque

from report import Report


class Gauge:
    def __init__(self, size: int = 4) -> None:
        self._size = size
        self._values: deque[float] = deque(maxlen=self._size)

    def add(self, value: float) -> None:
        self._values.append(value)

    def reports(self) -> list[str]:
        return [Report(value).text() for value in self._values]
