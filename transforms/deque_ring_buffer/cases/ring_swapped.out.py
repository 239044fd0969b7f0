"""The last few deliveries."""

import threading
from collections import deque
from pathlib import Path


class Deliveries:
    def __init__(self, keep: int = 3) -> None:
        self._total = 0
        self._keep = keep
        self._recent: deque[str] = deque(maxlen=self._keep)
        self._lock = threading.Lock()

    def delivered(self, name: str) -> None:
        self._total += 1
        self._recent.append(name)

    def latest(self, number: int = 2) -> list[str]:
        return list(self._recent)[-number:]

    def known(self, name: str) -> bool:
        return name in self._recent

    def write(self, path: Path) -> None:
        path.write_text("\n".join(self._recent))
