class Shared:
    def __init__(self, helper) -> None:
        self._helper = helper
        self._lists: dict[str, list[int]] = {}
        self._more: dict[str, list[int]] = {}

    def add(self, name: str) -> None:
        self._lists.setdefault(name, []).append(1)
        self._more.setdefault(name, []).append(1)
        self._helper.watch(self._lists)

    def more(self) -> dict[str, list[int]]:
        return self._more
