SIZES = [1, 2, 3]
RECENT: list[str] = []


class Table:
    def __init__(self) -> None:
        self._times: list[float] = []
        self._stats: dict[str, int] = {}
        self._counts: dict[str, list[int]] = {}

    def first(self) -> float:
        self._stats["first"] = 1
        times = [1.0]
        times.append(2.0)
        return self._times[0] + self._counts["a"][0]
