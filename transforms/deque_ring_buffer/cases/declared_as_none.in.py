from typing import Optional


class Lazy:
    _seen: Optional[list[int]] = None

    def add(self, value: int):
        if self._seen is None:
            self._seen = []
        self._seen.append(value)
        if len(self._seen) > 2:
            self._seen.pop(0)
