from collections import deque
from dataclasses import dataclass, field


@dataclass
class Progress:
    name: str
    durations: deque[float] = field(default_factory=lambda: deque(maxlen=1000))
    _errors: deque[str] = field(default_factory=lambda: deque(maxlen=1000), repr=False, init=False)

    def done(self, seconds: float) -> None:
        self.durations.append(seconds)

    def failed(self, message: str) -> None:
        self._errors.append(message)

    def summary(self) -> tuple[int, float]:
        return len(self._errors), max(self.durations)
