class Log:
    def __init__(self):
        self._lines: list[str] = []
        self._times: list[float] = []
        self._kept: list[str] = []

    def add(self, line, time):
        self._lines.append(line)
        self._times.append(time)
        self._kept.append(line)
        if len(self._kept) > 2000:
            self._kept = self._kept[-1000:]

    def sent(self, count):
        self._lines = self._lines[count:]
        del self._times[:count]
