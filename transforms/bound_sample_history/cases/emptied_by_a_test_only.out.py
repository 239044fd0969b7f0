from collections import deque


class Sensor:
    def __init__(self) -> None:
        self._readings: deque[float] = deque(maxlen=1000)

    def read(self, value: float) -> None:
        self._readings.append(value)

    def last(self) -> float:
        return self._readings[-1]
