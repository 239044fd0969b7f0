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
        if name not in self.notes:
            self.notes[name] = []
        return self.notes[name]

    def mark(self, name: str) -> list[str]:
        if name not in self.marks:
            self.marks[name] = ["new"]
        return self.marks[name]


class Index:
    def __init__(self) -> None:
        self._pages: dict[str, list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = Folded()

    def pages(self, word: str) -> list[int]:
        if word not in self._pages:
            self._pages[word] = [0]
        return self._pages[word]

    def words(self, word: str) -> list[int]:
        words = self._words
        if word not in words:
            words[word] = []
        return words[word]
