from collections import deque
from dataclasses import dataclass, field

MAX_SAMPLES = 5


@dataclass
class Window:
    name: str
    _samples: deque[float] = field(default_factory=lambda: deque(maxlen=MAX_SAMPLES), init=False, repr=False)

    def add(self, value: float) -> None:
        self._samples.append(value)

    def mean(self) -> float:
        if not self._samples:
            return 0.0
        return sum(self._samples) / len(self._samples)
