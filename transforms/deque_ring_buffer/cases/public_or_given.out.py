from collections import deque


class History:
    def __init__(self, entries=None, first=()):
        self.lines: deque[str] = deque(maxlen=100)
        self._entries = deque(entries or [], maxlen=100)
        self._first: deque[str] = deque(first, maxlen=100)

    def add(self, line):
        self.lines.append(line)
        self._entries.append(line)
        self._first.append(line)
