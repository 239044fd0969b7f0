from collections import deque


class Ring:
    SIZE = 3
    LIMIT = 3

    def __init__(self) -> None:
        self._counted: deque[int] = deque(maxlen=self.LIMIT)
        self._values: deque[int] = deque()
        self._others: deque[int] = deque(maxlen=self.LIMIT)

    @property
    def count(self) -> int:
        return len(self._counted)

    def count_in(self, value: int) -> None:
        self._counted.append(value)
        self._last = self.count

    def add(self, value: int) -> None:
        self._values.append(value)
        if len(self._values) > self.SIZE:
            self._values.popleft()

    def other(self, value: int) -> None:
        self._others.append(value)
        self._latest = value


class Growing(Ring):
    @property
    def SIZE(self) -> int:
        return 2 + len(self._values) // 2
