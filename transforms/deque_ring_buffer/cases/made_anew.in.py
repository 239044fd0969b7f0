from collections import OrderedDict


class Errors:
    def __init__(self, most: int = 20):
        self._most = most
        self._errors: list[str] = []
        self._index = OrderedDict()

    def add(self, error: str):
        self._errors.append(error)
        if len(self._errors) > self._most:
            self._errors.pop(0)

    def reset(self):
        self._errors = []
