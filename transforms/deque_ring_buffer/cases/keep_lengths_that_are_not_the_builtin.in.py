def len(values):
    return sum(values)


class Ring:
    def __init__(self) -> None:
        self._values: list[int] = []

    def add(self, value: int) -> None:
        self._values.append(value)
        while len(self._values) > 3:
            self._values.pop(0)
        self._values.sort()
