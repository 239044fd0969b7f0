class Breaker:
    def __init__(self) -> None:
        self.errors = 0

    def record_error(self) -> None:
        self.errors += 1
        raise RuntimeError("the circuit is open")
