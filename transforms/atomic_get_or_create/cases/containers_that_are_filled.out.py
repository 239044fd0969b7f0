from collections import OrderedDict, deque


class Board:
    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._members: dict[str, set[str]] = {}
        self._lines: dict[tuple[str, int], list[str]] = {}
        self._recent: OrderedDict[str, deque[str]] = OrderedDict()
        self._counts: dict[str, int] = {}
        self._marks: dict[str, list[int]] = {}

    def join(self, room: str, name: str) -> None:
        self._members.setdefault(room, set()).add(name)

    def write(self, room: str, page: int, line: str) -> None:
        self._lines.setdefault((room, page), []).append(line)

    def remember(self, room: str, line: str) -> int:
        recent = self._recent.setdefault(room, deque(maxlen=self._depth))
        recent.append(line)
        return len(recent)

    def count(self, room: str) -> None:
        self._counts.setdefault(f"{room}-seen", 0)
        self._counts[f"{room}-seen"] += 1

    def greet(self, room: str) -> list[str]:
        for name in self._members.setdefault(room, set()):
            self.count(name)
        return sorted(self._counts)

    def open(self, room: str) -> None:
        """Only makes sure that it is there."""
        self._members.setdefault(room, set())

    def mark(self, room: str) -> list[int]:
        return self._marks.setdefault(room, [0, -1])
