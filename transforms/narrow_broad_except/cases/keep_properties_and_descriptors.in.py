import json


class Field:
    def __get__(self, owner, kind):
        raise RuntimeError("not yet")


class Record:
    late = Field()

    def __init__(self) -> None:
        self.raw = "{}"

    @property
    def text(self) -> str:
        raise RuntimeError("not loaded")

    def parse(self) -> object:
        try:
            return json.loads(self.text)
        except Exception:
            return None

    def described(self) -> object:
        try:
            return json.dumps(self.late)
        except Exception:
            return None

    def missing(self) -> object:
        try:
            return json.dumps(self.nowhere)
        except Exception:
            return None


class Guarded:
    def __init__(self) -> None:
        self.raw = "{}"

    def __setattr__(self, name, value):
        raise TypeError(name)

    def set(self) -> None:
        try:
            self.raw = "[]"
        except Exception:
            pass
