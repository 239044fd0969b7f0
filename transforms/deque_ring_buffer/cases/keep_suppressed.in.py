class Quiet:
    def __init__(self):
        self._names = []  # amends: ignore[AM104] three at most

    def add(self, name):
        self._names.append(name)
        if len(self._names) > 3:
            self._names.pop(0)
