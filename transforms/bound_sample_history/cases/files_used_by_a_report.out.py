from collections import deque


class Monitor:
    def __init__(self) -> None:
        self.samples: deque[float] = deque(maxlen=1000)
        self.errors: dict[str, deque[str]] = {}

    def add(self, value: float) -> None:
        self.samples.append(value)

    def last(self) -> float:
        return self.samples[-1]
