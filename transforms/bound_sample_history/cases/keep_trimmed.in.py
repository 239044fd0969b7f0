import time
from bisect import bisect_left


class Window:
    def __init__(self) -> None:
        self._arrivals: list[float] = []
        self._sizes: list[int] = []
        self._latencies: list[float] = []
        self._events: list[str] = []
        self._errors: list[str] = []

    def arrived(self, size: int) -> None:
        now = time.monotonic()
        self._arrivals.append(now)
        self._forget_before(self._arrivals, now - 60)
        self._sizes.append(size)
        while len(self._sizes) > 100:
            self._sizes.pop(0)

    def delivered(self, seconds: float) -> None:
        latencies = self._latencies
        latencies.append(seconds)
        del latencies[:-100]

    def note(self, text: str) -> None:
        self._events.append(text)
        self._events = self._events[-50:]

    def fail(self, text: str) -> None:
        self._errors.append(text)
        self._errors[:] = self._errors[-50:]

    def count(self) -> int:
        return len(self._arrivals) + len(self._sizes) + len(self._latencies) + len(self._events) + len(self._errors)

    @staticmethod
    def _forget_before(samples: list[float], start: float) -> None:
        del samples[: bisect_left(samples, start)]
