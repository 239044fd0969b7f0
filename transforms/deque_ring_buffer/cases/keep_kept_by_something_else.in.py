class Shared:
    def __init__(self, board):
        self._lines = []
        self._board = board
        self._board.lines = self._lines
        self._both = self._same = []
        self._twice = []

    def add(self, line):
        self._lines.append(line)
        if len(self._lines) > 40:
            self._lines.pop(0)
        self._both.append(line)
        if len(self._both) > 40:
            self._both.pop(0)
        self._twice.append(line)
        if len(self._twice) > 40:
            self._twice.pop(0)
        self._twice *= 2
