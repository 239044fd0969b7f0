from collections import deque

from settings import HISTORY, Settings


class Window:
    SIZE = 3

    def __init__(self, settings: Settings) -> None:
        self._by_class: deque[int] = deque(maxlen=Window.SIZE)
        self._by_name: deque[int] = deque(maxlen=HISTORY)
        self._by_loose: deque[int] = deque()
        self._settings = settings
        self._by_settings: deque[int] = deque(maxlen=self._settings.history)

    def add(self, value: int) -> None:
        self._by_class.append(value)
        self._by_name.append(value)
        self._by_settings.append(value)
        self._by_loose.append(value)
        if len(self._by_loose) > self._settings.loose:
            self._by_loose.popleft()
