import os


class Missing(LookupError):
    """There is none."""


class Book:
    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}

    def first(self, name: str) -> int:
        try:
            rows = self._rows[name]
            if len(rows) == 0:
                raise Missing(name)
            return rows[0]
        except (IndexError, KeyError, Missing):
            return 0

    def strict(self, name: str) -> int:
        try:
            if name == "":
                raise Missing("no name")
            return 1
        except Missing:
            return 0

    def home(self) -> str:
        try:
            return os.environ["HOME"]
        except KeyError:
            return "/"

    def drop(self, name: str) -> None:
        try:
            del self._rows[name]
        except KeyError:
            pass
