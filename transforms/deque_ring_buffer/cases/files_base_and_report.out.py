from collections import deque


class Recorder:
    limit = 50

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=self.limit)

    def lines(self) -> list[str]:
        return list(self._lines)
