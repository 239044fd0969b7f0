from collections import deque
from typing import List


class Old:
    _lines: List[str]

    def __init__(self):
        self._lines = deque(maxlen=9)

    def add(self, line):
        self._lines.append(line)
