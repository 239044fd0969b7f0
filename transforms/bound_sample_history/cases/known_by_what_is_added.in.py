import time


class Clock:
    def __init__(self) -> None:
        self._marks = []
        self._laps = []

    def mark(self) -> None:
        self._marks.append(time.perf_counter())

    def lap(self, name: str) -> None:
        self._laps.append((name, time.monotonic()))

    def count(self) -> tuple[int, int]:
        return len(self._marks), len(self._laps)
