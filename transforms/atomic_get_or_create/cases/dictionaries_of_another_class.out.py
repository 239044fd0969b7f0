from collections import defaultdict
from dataclasses import dataclass, field


class Folded(dict):
    def __contains__(self, key):
        return super().__contains__(key.lower())


@dataclass
class Card:
    notes: dict[str, list[str]] = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, name: str) -> list[str]:
        return self.notes.setdefault(name, [])

    def mark(self, name: str) -> list[str]:
        return self.marks.setdefault(name, ["new"])


class Index:
    def __init__(self) -> None:
        self._pages: dict[str, list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = Folded()

    def pages(self, word: str) -> list[int]:
        return self._pages.setdefault(word, [0])

    def words(self, word: str) -> list[int]:
        words = self._words
        return words.setdefault(word, [])
