class Sensor:
    def __init__(self) -> None:
        self._readings: list[float] = []

    def read(self, value: float) -> None:
        self._readings.append(value)

    def last(self) -> float:
        return self._readings[-1]
