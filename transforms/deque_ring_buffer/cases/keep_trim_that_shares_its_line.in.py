class Compact:
    def __init__(self):
        self._names: list[str] = []

    def add(self, name):
        self._names.append(name)
        if len(self._names) > 3: self._names = self._names[1:]; return
