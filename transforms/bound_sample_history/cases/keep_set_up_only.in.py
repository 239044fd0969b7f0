PHASE_TIMES: list[float] = []
for phase in range(3):
    PHASE_TIMES.append(phase * 0.5)


class Plan:
    def __init__(self, names: list[str]) -> None:
        self._start_times: list[float] = []
        self._sizes: list[float] = []
        for number, name in enumerate(names):
            self._start_times.append(number * 0.5)
            self._add(name)

    def _add(self, name: str) -> None:
        self._sizes.append(float(len(name)))

    def total(self) -> float:
        return sum(self._start_times) + sum(self._sizes) + sum(PHASE_TIMES)
