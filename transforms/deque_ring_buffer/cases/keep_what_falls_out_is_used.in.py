class Sizes:
    def __init__(self, keep: int):
        self._keep = keep
        self._sizes: list[int] = []
        self._older = 0
        self._gone: list[int] = []
        self._kept: list[int] = []
        self._chosen: list[int] = []

    def add(self, size: int, sink, full: bool):
        self._sizes.append(size)
        if len(self._sizes) > self._keep:
            self._older += self._sizes.pop(0)
        self._gone.append(size)
        if len(self._gone) > self._keep:
            self._gone.pop(0)
            sink("one is gone")
        self._kept.append(size)
        if len(self._kept) > self._keep:
            self._kept.pop(0)
        else:
            sink("there is room")
        self._chosen.append(size)
        if full and len(self._chosen) > self._keep:
            self._chosen.pop(0)
