from collections import defaultdict


class Peers:
    def __init__(self) -> None:
        self._samples: dict[str, list[float]] = {}
        self._round_trip_times: dict[str, list[float]] = defaultdict(list)
        self._error_log: dict[str, list[str]] = {}

    def sample(self, peer: str, value: float) -> None:
        self._samples.setdefault(peer, []).append(value)
        self._round_trip_times[peer].append(value)

    def fail(self, peer: str, message: str) -> None:
        if peer not in self._error_log:
            self._error_log[peer] = []
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
