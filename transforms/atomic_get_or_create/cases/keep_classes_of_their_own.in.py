class Table(dict):
    def __contains__(self, key: str) -> bool:
        return super().__contains__(key.lower())


class Users:
    def __init__(self) -> None:
        self._table = Table()

    def add(self, name: str) -> None:
        if name not in self._table:
            self._table[name] = []
