from typing import List


class Old:
    _lines: List[str]

    def __init__(self):
        self._lines = []

    def add(self, line):
        self._lines.append(line)
        if len(self._lines) > 9:
            del self._lines[0]
