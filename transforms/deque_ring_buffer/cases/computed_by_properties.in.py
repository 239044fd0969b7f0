class Ring:
    SIZE = 3
    LIMIT = 3

    def __init__(self) -> None:
        self._counted: list[int] = []
        self._values: list[int] = []
        self._others: list[int] = []

    @property
    def count(self) -> int:
        return len(self._counted)

    def count_in(self, value: int) -> None:
        self._counted.append(value)
        self._last = self.count
        if len(self._counted) > self.LIMIT:
            self._counted.pop(0)

    def add(self, value: int) -> None:
        self._values.append(value)
        if len(self._values) > self.SIZE:
            self._values.pop(0)

    def other(self, value: int) -> None:
        self._others.append(value)
        self._latest = value
        if len(self._others) > self.LIMIT:
            self._others.pop(0)


class Growing(Ring):
    @property
    def SIZE(self) -> int:
        return 2 + len(self._values) // 2
