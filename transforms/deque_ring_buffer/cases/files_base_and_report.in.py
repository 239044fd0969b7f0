class Recorder:
    limit = 50

    def __init__(self) -> None:
        self._lines: list[str] = []

    def lines(self) -> list[str]:
        return self._lines[:]
