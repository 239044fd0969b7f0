class Ring:
    def __init__(self, size: int = 3) -> None:
        self._size = size
        self._matched: list[int] = []
        self._shown: list[int] = []
        self._plain: list[int] = []
        self.__own: list[int] = []

    def add(self, value: int) -> None:
        self._matched.append(value)
        if len(self._matched) > self._size:
            self._matched.pop(0)
        self._shown.append(value)
        if len(self._shown) > self._size:
            self._shown.pop(0)
        self._plain.append(value)
        if len(self._plain) > self._size:
            self._plain.pop(0)
        self.__own.append(value)
        if len(self.__own) > self._size:
            self.__own.pop(0)
