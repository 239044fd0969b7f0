from collections import deque
from typing import Optional


class Lazy:
    _seen: Optional[deque[int]] = None

    def add(self, value: int):
        if self._seen is None:
            self._seen = deque(maxlen=2)
        self._seen.append(value)
