class Breaker:
    def __init__(self) -> None:
        self.errors = 0
        self.last: Exception | None = None

    def record_error(self, error: Exception) -> None:
        self.errors += 1
        self.last = error

    def check(self) -> None:
        if self.errors > 3:
            raise RuntimeError("open") from self.last
