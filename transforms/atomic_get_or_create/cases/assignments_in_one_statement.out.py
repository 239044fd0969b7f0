class Tally:
    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._limits: dict[str, int] = {}

    def add(self, group: str, name: str) -> None:
        names = self._names.setdefault(group, [])
        names.append(name)

    def limit(self, group: str) -> int:
        self._limits.setdefault(group, 10)
        return self._limits[group]

    def again(self, group: str) -> list[str]:
        self._names.setdefault(group, [])
        return self._names[group]
