class Rounds:
    def __init__(self) -> None:
        self._next: dict[int, list[int]] = {0: []}
        self._seen: dict[int, list[int]] = {}
        self._same: dict[int, list[int]] = {0: []}

    def advance(self) -> int:
        for number in list(self._next):
            self._next.setdefault(number + 1, []).append(number)
        return len(self._next)

    def count(self) -> int:
        for number in range(len(self._seen) + 1):
            self._seen.setdefault(number, []).append(number)
        return len(self._seen)

    def mark(self) -> int:
        for number in list(self._same):
            self._same.setdefault(number, []).append(number)
        return len(self._same)
