from collections import OrderedDict, deque


class Errors:
    def __init__(self, most: int = 20):
        self._most = most
        self._errors: deque[str] = deque(maxlen=self._most)
        self._index = OrderedDict()

    def add(self, error: str):
        self._errors.append(error)

    def reset(self):
        self._errors = deque(maxlen=self._most)
