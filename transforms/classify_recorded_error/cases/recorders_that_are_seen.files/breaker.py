import time


class Breaker:
    def __init__(self) -> None:
        self.errors: list[float] = []
        self.open = False
        self._on_open = None

    def record_error(self) -> None:
        self.errors.append(time.monotonic())
        self._trip()

    def _trip(self) -> None:
        self.open = len(self.errors) > 2
        if self.open and self._on_open is not None:
            self._on_open(len(self.errors))

    async def record_late_error(self) -> None:
        self.record_error()
