from report import Report


class Gauge:
    def __init__(self, size: int = 4) -> None:
        self._size = size
        self._values: list[float] = []

    def add(self, value: float) -> None:
        self._values.append(value)
        if len(self._values) > self._size:
            self._values.pop(0)

    def reports(self) -> list[str]:
        return [Report(value).text() for value in self._values]
