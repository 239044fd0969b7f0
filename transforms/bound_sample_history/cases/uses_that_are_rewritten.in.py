import json
from typing import List


class Journal:
    def __init__(self) -> None:
        self._records: List[str] = []
        self._recent: "list[str]" = list()
        self._losses: list[float] = [0.0]

    def write(self, text: str) -> None:
        self._records.append(text)
        self._recent += [text]
        self._losses.extend([0.5])

    def all(self) -> list[str]:
        return self._records

    def copied(self) -> list[str]:
        return self._records.copy()

    def dump(self) -> str:
        return json.dumps(self._recent)

    def joined(self) -> list[str]:
        return self._recent + ["end"]

    def total(self) -> float:
        return sum(loss for loss in self._losses)
