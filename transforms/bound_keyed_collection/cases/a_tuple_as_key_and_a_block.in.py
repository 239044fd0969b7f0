import threading


class Grid:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: dict[tuple[str, int], str] = {}
        self._marks: dict[tuple[str, int], list[str]] = {}

    def claim(self, zone: str, cell: int, who: str) -> None:
        with self._lock:
            self._owner[zone, cell] = who
            self._marks.setdefault((zone, cell), []).append(who)

    def marks(self, zone: str, cell: int) -> list[str]:
        return list(self._marks.get((zone, cell), ()))

    def release(self, zone: str, cell: int) -> None:
        with self._lock:
            try:
                del self._owner[zone, cell]
            except KeyError:
                return
            print("free", zone, cell)

    def leave(self, zone: str) -> None:
        for cell in range(3):
            self.release(zone, cell)
