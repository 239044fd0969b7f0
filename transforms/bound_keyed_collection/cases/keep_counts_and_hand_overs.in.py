from collections import defaultdict


class Counts:
    def __init__(self) -> None:
        self._users: dict[str, int] = defaultdict(int)
        self._waiters: dict[str, set[int]] = defaultdict(set)
        self._active: dict[str, list[int]] = defaultdict(list)
        self._collected: dict[str, list[int]] = {}
        self._walked: dict[str, list[int]] = defaultdict(list)

    def enter(self, room: str, user: int) -> None:
        self._users[room] += 1
        self._waiters[room].add(user)
        self._active[room].append(user)

    def leave(self, room: str, user: int) -> None:
        self._users[room] -= 1
        if self._users[room] == 0:
            del self._users[room]
        self._waiters[room].discard(user)
        if not self._waiters[room]:
            del self._waiters[room]

    def store(self, room: str) -> None:
        self._collected[room] = list(self._active[room])
        del self._active[room]

    def collected(self, room: str) -> list[int]:
        return self._collected[room]

    def walk(self) -> int:
        names = list(self._walked)
        return sum(len(self._walked[name]) for name in names)

    def visit(self, room: str) -> None:
        self.enter(room, 1)
        self.leave(room, 1)
        self.store(room)
