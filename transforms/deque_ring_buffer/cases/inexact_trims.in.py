class Loads:
    def __init__(self, size: int):
        self._size = size
        self._early: list[int] = []
        self._late: list[int] = []
        self._open: list[int] = []
        self._many: list[int] = []
        self._cut: list[int] = []

    def add(self, load, loads):
        self._early.append(load)
        if len(self._early) >= self._size:
            self._early.pop(0)
        if len(self._late) > self._size:
            self._late.pop(0)
        self._late.append(load)
        self._open.append(load)
        if len(self._open) > self._size:
            self._open.pop(0)
        self._many.extend(loads)
        if len(self._many) > self._size:
            self._many.pop(0)
        self._cut.append(load)
        self._cut = self._cut[-self._size:]

    def load(self, value):
        self._open.append(value)
