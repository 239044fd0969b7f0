class Stores:
    def __init__(self, names: list[str]) -> None:
        self._keys: dict[str, list[int]] = dict.fromkeys(names)
        self._comp: dict[str, list[int]] = {name: None for name in names}
        self._updated: dict[str, list[int]] = {}
        self._joined: dict[str, list[int]] = {}
        self._given: dict[str, list[int]] = {}
        self._got: dict[str, list[int]] = {}
        self._made: dict[str, list[int]] = {}
        self._good: dict[str, list[int]] = {"a": [1]}

    def fill(self, name: str, made=None) -> None:
        self._updated.update(x=None)
        self._joined |= {"y": None}
        self._given[name] = made
        self._got[name] = self._keys.get(name)
        self._made[name] = self._make()

    def fill_well(self, name: str, lines: list[int]) -> None:
        self._good[name] = lines
        self._good.setdefault(name, list())

    def _make(self):
        return None

    def keys(self, name: str) -> list[int]:
        return self._keys.setdefault(name, [])

    def comp(self, name: str) -> list[int]:
        return self._comp.setdefault(name, [])

    def updated(self, name: str) -> list[int]:
        return self._updated.setdefault(name, [])

    def joined(self, name: str) -> list[int]:
        return self._joined.setdefault(name, [])

    def given(self, name: str) -> list[int]:
        return self._given.setdefault(name, [])

    def got(self, name: str) -> list[int]:
        return self._got.setdefault(name, [])

    def made(self, name: str) -> list[int]:
        return self._made.setdefault(name, [])

    def good(self, name: str) -> list[int]:
        return self._good.setdefault(name, [])
