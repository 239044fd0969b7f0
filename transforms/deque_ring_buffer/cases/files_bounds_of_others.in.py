from settings import HISTORY, Settings


class Window:
    SIZE = 3

    def __init__(self, settings: Settings) -> None:
        self._by_class: list[int] = []
        self._by_name: list[int] = []
        self._by_settings: list[int] = []
        self._by_loose: list[int] = []
        self._settings = settings

    def add(self, value: int) -> None:
        self._by_class.append(value)
        if len(self._by_class) > Window.SIZE:
            self._by_class.pop(0)
        self._by_name.append(value)
        if len(self._by_name) > HISTORY:
            self._by_name.pop(0)
        self._by_settings.append(value)
        if len(self._by_settings) > self._settings.history:
            self._by_settings.pop(0)
        self._by_loose.append(value)
        if len(self._by_loose) > self._settings.loose:
            self._by_loose.pop(0)
