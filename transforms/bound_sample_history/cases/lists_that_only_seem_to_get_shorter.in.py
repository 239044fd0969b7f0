class Latencies:
    def __init__(self) -> None:
        self._sorted: list[float] = []
        self._closed: list[float] = []
        self._latest: list[float] = []

    def add(self, seconds: float) -> None:
        self._sorted.append(seconds)
        self._closed.append(seconds)
        self._latest.append(seconds)

    def median(self) -> float:
        self._sorted = sorted(self._sorted)
        return self._sorted[len(self._sorted) // 2]

    def mean(self) -> float:
        return sum(self._closed) / len(self._closed)

    def close(self) -> None:
        self._closed.clear()

    def best(self) -> float:
        self._latest = sorted(self._latest)[:100]
        return self._latest[0]
