import time
from collections import deque


class Stats:
    def __init__(self) -> None:
        self._latencies: deque[float] = deque(maxlen=3)
        self._started = time.monotonic()
        self._seen = deque(maxlen=3)

    def record(self, seconds: float) -> None:
        self._latencies.append(seconds)
        self._seen.append(time.monotonic() - self._started)

    def mean(self) -> float:
        if not self._latencies:
            return 0.0
        return sum(self._latencies) / len(self._latencies)

    def last(self) -> float:
        return self._latencies[-1]

    def latest(self, number: int) -> list[float]:
        return list(self._latencies)[-number:]

    def rate(self) -> float:
        return len(self._seen) / (self._seen[-1] - self._seen[0])
