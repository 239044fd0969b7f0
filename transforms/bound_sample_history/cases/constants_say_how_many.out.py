import time
from collections import deque

MAX_EVENTS = 50

_events: deque[str] = deque(maxlen=MAX_EVENTS)


class Monitor:
    MAX_SAMPLES = 4
    LIMIT = 9

    def __init__(self, max_history: int = 2) -> None:
        self._max_history = max_history
        self._cpu_samples: deque[float] = deque(maxlen=self.MAX_SAMPLES)
        self._history: deque[str] = deque(maxlen=self._max_history)
        self._start_times: deque[float] = deque(maxlen=self.MAX_SAMPLES)

    def tick(self, value: float) -> None:
        self._cpu_samples.append(value)
        self._history.append(f"{value}")
        self._start_times.append(time.monotonic())

    def peak(self) -> float:
        return max(self._cpu_samples)

    def text(self) -> str:
        return ", ".join(self._history)

    def first(self) -> float:
        return self._start_times[0]


def note(text: str) -> None:
    _events.append(text)


def noted() -> int:
    return len(_events)
