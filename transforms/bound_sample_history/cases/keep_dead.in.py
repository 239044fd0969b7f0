class Counter:
    def __init__(self) -> None:
        self._latencies: list[float] = []
        self._label_events: dict[str, list[str]] = {}

    def add(self, label: str, seconds: float) -> None:
        self._latencies.append(seconds)
        self._label_events.setdefault(label, []).append(label)
