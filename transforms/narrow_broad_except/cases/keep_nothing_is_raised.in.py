import asyncio


class Gate:
    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._names: dict[str, int] = {}

    def shut(self) -> None:
        try:
            self._open.clear()
        except Exception:
            pass

    def count(self, name: str) -> int:
        try:
            return self._names.get(name, 0)
        except Exception:
            return 0

    def drop(self, name: str) -> None:
        try:
            del self._names[name]
        except KeyError:
            pass
        except Exception:
            pass


try:
    pass
except Exception:
    pass
