class Session:
    names: dict[int, str] = {}
    trails: dict[int, list[str]] = {}

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self.names[number] = name
        self.trails[number] = []

    def visit(self, page: str) -> int:
        self.trails[self.number].append(page)
        return len(self.trails[self.number])

    def end(self) -> None:
        """Not for good: a session can come back."""
        self._forget(self.number)

    def _forget(self, number: int) -> None:
        if number in self.names:
            del self.names[number]
        self.trails.pop(number, None)
