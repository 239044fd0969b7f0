class Monitor:
    def __init__(self) -> None:
        self.samples: list[float] = []
        self.errors: dict[str, list[str]] = {}

    def add(self, value: float) -> None:
        self.samples.append(value)

    def last(self) -> float:
        return self.samples[-1]
