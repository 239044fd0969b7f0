class Labels:
    def __init__(self, names: list[str]) -> None:
        self._labels: dict[str, list[str]] = {}
        self._index: dict[str, list[int]] = {}
        self._slots: dict[str, list[int]] = {}
        self._nothing: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            self._index.setdefault(name, []).append(number)
        self._prepare(names)

    def _prepare(self, names: list[str]) -> None:
        for name in names:
            self._slots[name] = []

    def label(self, peer: str, text: str) -> None:
        self._labels.setdefault(peer, []).append(text)

    def find(self, name: str) -> list[int]:
        return self._index[name] + self._slots[name] + self._nothing.get(name, [])
