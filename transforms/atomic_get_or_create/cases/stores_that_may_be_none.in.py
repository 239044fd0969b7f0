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
        lines = self._keys.get(name)
        if lines is None:
            lines = self._keys[name] = []
        return lines

    def comp(self, name: str) -> list[int]:
        lines = self._comp.get(name)
        if lines is None:
            lines = self._comp[name] = []
        return lines

    def updated(self, name: str) -> list[int]:
        lines = self._updated.get(name)
        if lines is None:
            lines = self._updated[name] = []
        return lines

    def joined(self, name: str) -> list[int]:
        lines = self._joined.get(name)
        if lines is None:
            lines = self._joined[name] = []
        return lines

    def given(self, name: str) -> list[int]:
        lines = self._given.get(name)
        if lines is None:
            lines = self._given[name] = []
        return lines

    def got(self, name: str) -> list[int]:
        lines = self._got.get(name)
        if lines is None:
            lines = self._got[name] = []
        return lines

    def made(self, name: str) -> list[int]:
        lines = self._made.get(name)
        if lines is None:
            lines = self._made[name] = []
        return lines

    def good(self, name: str) -> list[int]:
        lines = self._good.get(name)
        if lines is None:
            lines = self._good[name] = []
        return lines
