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
        if room not in self._members:
            self._members[room] = set()
        self._members[room].add(name)

    def write(self, room: str, page: int, line: str) -> None:
        if (room, page) not in self._lines:
            self._lines[room, page] = []
        self._lines[room, page].append(line)

    def remember(self, room: str, line: str) -> int:
        if room not in self._recent:
            self._recent[room] = deque(maxlen=self._depth)
        recent = self._recent[room]
        recent.append(line)
        return len(recent)

    def count(self, room: str) -> None:
        if f"{room}-seen" not in self._counts:
            self._counts[f"{room}-seen"] = 0
        self._counts[f"{room}-seen"] += 1

    def greet(self, room: str) -> list[str]:
        if room not in self._members:
            self._members[room] = set()
        for name in self._members[room]:
            self.count(name)
        return sorted(self._counts)

    def open(self, room: str) -> None:
        """Only makes sure that it is there."""
        if room not in self._members:
            self._members[room] = set()

    def mark(self, room: str) -> list[int]:
        if room not in self._marks:
            self._marks[room] = [0, -1]
        return self._marks[room]
