from case import Recorder


class Writer(Recorder):
    def write(self, line: str) -> None:
        self._lines.append(line)
