class Base:
    def next(self):
        return self._queue.pop(0)


class Left(Base):
    def __init__(self, items):
        self._queue = list(items)


class Right(Base):
    def __init__(self):
        self._queue: list[int] = [1]

    def add(self, item):
        self._queue.append(item)


class Methods:
    def __init__(self):
        self._methods = ["none"]

    def offered(self, methods):
        self._methods = list(methods)

    def next(self):
        return self._methods.pop(0)


def answers(texts):
    left = [text.strip() for text in texts]

    def answer():
        return left.pop(0)

    return answer
