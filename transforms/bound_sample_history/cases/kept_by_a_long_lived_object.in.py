class Meter:
    def __init__(self) -> None:
        self._readings: list[float] = []

    def read(self, value: float) -> None:
        self._readings.append(value)

    def mean(self) -> float:
        return sum(self._readings) / len(self._readings)


class Station:
    def __init__(self) -> None:
        self.meter = Meter()

    def tick(self, value: float) -> float:
        self.meter.read(value)
        return self.meter.mean()
