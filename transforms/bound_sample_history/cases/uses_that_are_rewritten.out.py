import json
from collections import deque
from typing import List


class Journal:
    def __init__(self) -> None:
        self._records: deque[str] = deque(maxlen=1000)
        self._recent: "deque[str]" = deque(maxlen=1000)
        self._losses: deque[float] = deque([0.0], maxlen=1000)

    def write(self, text: str) -> None:
        self._records.append(text)
        self._recent += [text]
        self._losses.extend([0.5])

    def all(self) -> list[str]:
        return list(self._records)

    def copied(self) -> list[str]:
        return list(self._records)

    def dump(self) -> str:
        return json.dumps(list(self._recent))

    def joined(self) -> list[str]:
        return list(self._recent) + ["end"]

    def total(self) -> float:
        return sum(loss for loss in self._losses)
