import bisect


class Ranking:
    def __init__(self) -> None:
        self._scores: list[float] = []
        self._delays: list[float] = []
        self._events: list[str] = []
        self._losses: dict[str, list[float]] = {}

    def add(self, score: float) -> None:
        bisect.insort(self._scores, score)
        self._delays.append(score)
        self._delays.sort()
        self._events.insert(0, str(score))
        self._losses.setdefault("a", []).append(score)
        self._losses["a"].sort()

    def best(self) -> float:
        return self._scores[-1] + self._delays[-1] + len(self._events) + self._losses["a"][0]
