class Table:
    def __init__(self):
        self._rows: list[int] = []
        self._types: list[int] = []

    def add(self, row):
        self._rows.append(row)
        self._types.append(row)

    def take(self, at):
        return self._rows.pop(0), self._rows.pop(at), self._types.pop(0)

    def check(self):
        return isinstance(self._types, list)
