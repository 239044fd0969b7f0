class Streams:
    def __init__(self):
        self._one: list[int] = []
        self._two: list[int] = []

    def open(self, first):
        if first:
            blocked = self._one
        else:
            blocked = self._two
        while blocked:
            yield blocked.pop(0)

    def block(self, stream):
        self._one.append(stream)
        self._two.append(stream)
