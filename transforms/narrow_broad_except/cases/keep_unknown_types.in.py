import asyncio


class Box:
    def __init__(self, rows, limit=None) -> None:
        self._rows = rows
        self._limit = limit
        self._writer: asyncio.StreamWriter | None = None
        self._names: dict[str, str] = {}

    def value(self, key) -> object:
        try:
            return self._rows[key]
        except Exception:
            return None

    def close(self) -> None:
        try:
            self._writer.close()
        except Exception:
            pass

    def text(self, thing) -> str:
        try:
            return f"{thing}"
        except Exception:
            return ""

    def same(self, thing) -> bool:
        try:
            return thing == self._limit
        except Exception:
            return False

    def total(self, one, other) -> object:
        try:
            return one + other
        except Exception:
            return None

    def truth(self, thing) -> int:
        try:
            if thing:
                return len(self._names)
        except Exception:
            pass
        return 0

    def each(self, things) -> list:
        try:
            return [len(self._names) for _ in things]
        except Exception:
            return []

    def pair(self, thing) -> None:
        try:
            first, second = thing
        except Exception:
            pass

    def text_or_proxy(self, thing) -> bool:
        try:
            return isinstance(thing, str)
        except Exception:
            return False

    def own_class(self, name: str, kind) -> bool:
        try:
            return isinstance(name, kind)
        except Exception:
            return False
