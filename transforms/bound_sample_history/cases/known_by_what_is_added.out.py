import time
from collections import deque


class Clock:
    def __init__(self) -> None:
        self._marks = deque(maxlen=1000)
        self._laps = deque(maxlen=1000)
        self._callback_errors = deque(maxlen=1000)
        self._error_callbacks = []

    def mark(self) -> None:
        self._marks.append(time.perf_counter())

    def lap(self, name: str) -> None:
        self._laps.append((name, time.monotonic()))
        self._callback_errors.append(name)

    def on_error(self, run) -> None:
        self._error_callbacks.append(run)

    def failed(self) -> str:
        for run in self._error_callbacks:
            run()
        return self._callback_errors[0]

    def count(self) -> tuple[int, int]:
        return len(self._marks), len(self._laps)
