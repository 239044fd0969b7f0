class Scores:
    def __init__(self) -> None:
        self._scores: list[int] = []

    def add(self, score: int) -> None:
        self._scores.append(score)
        if len(self._scores) > 10:
            self._scores.pop(0)
