from case import Recorder


class Writer(Recorder):
    def write(self, line: str) -> None:
        self._lines.append(line)
        if len(self._lines) > self.limit:
            self._lines.pop(0)
