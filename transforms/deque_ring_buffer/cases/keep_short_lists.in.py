class Steps:
    def __init__(self):
        self._steps = ["dial", "greet", "log in"]
        self._pair = [object(), object()]

    def next(self):
        self._pair.pop(0)
        return self._steps.pop(0)


def colours():
    names = ["red", "green", "blue"]
    while names:
        yield names.pop(0)
