class History:
    def __init__(self, entries=None, first=()):
        self.lines: list[str] = []
        self._entries = entries or []
        self._first: list[str] = list(first)

    def add(self, line):
        self.lines.append(line)
        if len(self.lines) > 100:
            self.lines.pop(0)
        self._entries.append(line)
        if len(self._entries) > 100:
            self._entries.pop(0)
        self._first.append(line)
        if len(self._first) > 100:
            self._first.pop(0)
