from dataclasses import dataclass, field

MAX_SAMPLES = 5


@dataclass
class Window:
    name: str
    _samples: list[float] = field(default_factory=list, init=False, repr=False)

    def add(self, value: float) -> None:
        self._samples.append(value)
        if len(self._samples) > MAX_SAMPLES:
            self._samples.pop(0)

    def mean(self) -> float:
        if not self._samples:
            return 0.0
        return sum(self._samples) / len(self._samples)
