class Run:
    def __init__(self) -> None:
        self._timings: list[float] = []

    def step(self, seconds: float) -> None:
        self._timings.append(seconds)

    def total(self) -> float:
        return sum(self._timings)


def measure(steps: list[float]) -> float:
    run = Run()
    for seconds in steps:
        run.step(seconds)
    return run.total()
