class Holder:
    def __init__(self):
        self._lines = []

    def __getstate__(self):
        return dict(lines=list(self._lines))

    def add(self, line):
        self._lines.append(line)
        if len(self._lines) > 9:
            self._lines.pop(0)
        self._lines.sort()
