from case import History


class Janitor:
    def __init__(self, history: History) -> None:
        self._history = history

    def sweep(self) -> None:
        self._history.samples.clear()
        shorten(self._history.errors)


def shorten(lines: list[str]) -> None:
    del lines[:-10]
