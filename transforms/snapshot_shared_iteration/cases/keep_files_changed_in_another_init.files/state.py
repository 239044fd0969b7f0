class State:
    def __init__(self, names: list[str]) -> None:
        self._watchers: set[str] = set()
        for name in names:
            self._watchers.add(name)
