"""A trim that nobody runs bounds nothing."""

import time
from collections import deque


class Clock:
    def __init__(self) -> None:
        self._ticks: deque[float] = deque(maxlen=1000)

    def tick(self) -> None:
        self._ticks.append(time.monotonic())

    def _tidy(self) -> None:
        self._ticks.clear()

    def count(self) -> int:
        return len(self._ticks)
