from collections import deque


class Base:
    def next(self):
        return self._queue.popleft()


class Left(Base):
    def __init__(self, items):
        self._queue = deque(items)


class Right(Base):
    def __init__(self):
        self._queue: deque[int] = deque([1])

    def add(self, item):
        self._queue.append(item)


class Methods:
    def __init__(self):
        self._methods = deque(["none"])

    def offered(self, methods):
        self._methods = deque(methods)

    def next(self):
        return self._methods.popleft()


def answers(texts):
    left = deque([text.strip() for text in texts])

    def answer():
        return left.popleft()

    return answer
