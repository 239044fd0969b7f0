class Pair:
    def __init__(self, size: int):
        self._lines, self._size = [], size
        self._times = [0.0] * size

    def add(self, line, time):
        self._lines.append(line)
        if len(self._lines) > self._size:
            self._lines.pop(0)
        self._times.append(time)
        self._times.pop(0)
