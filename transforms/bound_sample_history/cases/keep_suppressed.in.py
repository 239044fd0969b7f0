class Station:
    def __init__(self) -> None:
        self._readings: list[float] = []  # amends: ignore[AM103] one per day

    def read(self, value: float) -> None:
        self._readings.append(value)

    def last(self) -> float:
        return self._readings[-1]
