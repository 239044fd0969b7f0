class Lanes:
    def __init__(self):
        self._fast = []
        self._slow = []

    def put(self, item, fast):
        (self._fast if fast else self._slow).append(item)

    def next(self):
        return (self._fast or self._slow).pop(0)

    def size(self):
        return len(self._fast) + len(self._slow)

    def skip(self):
        self._fast.pop(0)
        self._slow.pop(0)
