from dataclasses import dataclass, field


@dataclass
class Progress:
    name: str
    durations: list[float] = field(default_factory=list)
    _errors: list[str] = field(default_factory=list, repr=False, init=False)

    def done(self, seconds: float) -> None:
        self.durations.append(seconds)

    def failed(self, message: str) -> None:
        self._errors.append(message)

    def summary(self) -> tuple[int, float]:
        return len(self._errors), max(self.durations)
