class History:
    def __init__(self) -> None:
        self.samples: list[float] = []
        self.errors: list[str] = []

    def add(self, value: float) -> None:
        self.samples.append(value)
        self.errors.append(str(value))

    def mean(self) -> float:
        return sum(self.samples) / len(self.samples)
