from collections import defaultdict, deque


class Peers:
    def __init__(self) -> None:
        self._samples: dict[str, deque[float]] = {}
        self._round_trip_times: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=2))
        self._error_log: dict[str, deque[str]] = {}

    def sample(self, peer: str, value: float) -> None:
        self._samples.setdefault(peer, deque(maxlen=2)).append(value)
        self._round_trip_times[peer].append(value)

    def fail(self, peer: str, message: str) -> None:
        if peer not in self._error_log:
            self._error_log[peer] = deque(maxlen=2)
        self._error_log[peer].append(message)

    def mean(self, peer: str) -> float:
        samples = self._samples.get(peer)
        if not samples:
            return 0.0
        return sum(samples) / len(samples)

    def latest(self, peer: str) -> float:
        return max(self._round_trip_times[peer])

    def report(self) -> dict[str, int]:
        return {peer: len(errors) for peer, errors in self._error_log.items()}
