import asyncio


class Other:
    def __init__(self) -> None:
        self._items: dict[str, int] = {}
        self._more: dict[str, int] = {}
        self._value = None

    def another_dictionary(self, name: str) -> None:
        if name not in self._items:
            self._more[name] = 1

    def another_key(self, name: str) -> None:
        if name not in self._items:
            self._items[name.upper()] = 1

    def must_be_there(self, name: str) -> int:
        if name not in self._items:
            raise ValueError(name)
        self._items[name] = 0
        return 1

    def replace(self, name: str) -> None:
        if name in self._items:
            self._items[name] = 1

    def no_entry(self) -> None:
        if self._value is None:
            self._value = asyncio.Lock()

    def counted(self, name: str) -> None:
        self._items[name] = self._items.get(name, 0) + 1

    def default(self, name: str) -> int:
        return self._items.get(name, 5)

    def other_error(self, name: str) -> None:
        try:
            self._items[name] += 1
        except ValueError:
            self._items[name] = 1

    def done(self, name: str) -> int:
        return self._items.setdefault(name, 3)

    def nested(self, name: str) -> None:
        if name not in self._items:

            def later() -> None:
                self._items[name] = 1

            later()
