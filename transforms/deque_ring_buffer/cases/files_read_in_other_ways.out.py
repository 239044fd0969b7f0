from collections import deque


class Ring:
    def __init__(self, size: int = 3) -> None:
        self._size = size
        self._matched: deque[int] = deque(maxlen=self._size)
        self._shown: deque[int] = deque(maxlen=self._size)
        self._plain: deque[int] = deque(maxlen=self._size)
        self.__own: deque[int] = deque(maxlen=self._size)

    def add(self, value: int) -> None:
        self._matched.append(value)
        self._shown.append(value)
        self._plain.append(value)
        self.__own.append(value)
