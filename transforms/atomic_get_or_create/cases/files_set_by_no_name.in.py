class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[int]] = {}

    def seats(self, room: str) -> list[int]:
        if room not in self._seats:
            self._seats[room] = []
        return self._seats[room]


class Halls:
    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}

    def rows(self, hall: str) -> list[int]:
        if hall not in self._rows:
            self._rows[hall] = []
        return self._rows[hall]


class Boxes:
    def __init__(self) -> None:
        self._chairs: dict[str, list[int]] = {}

    def chairs(self, box: str) -> list[int]:
        if box not in self._chairs:
            self._chairs[box] = []
        return self._chairs[box]


class Stalls:
    def __init__(self) -> None:
        self._benches: dict[str, list[int]] = {}

    def benches(self, stall: str) -> list[int]:
        if stall not in self._benches:
            self._benches[stall] = []
        return self._benches[stall]


class Lofts:
    def __init__(self) -> None:
        self._stools: dict[str, list[int]] = {}

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)

    def stools(self, loft: str) -> list[int]:
        if loft not in self._stools:
            self._stools[loft] = []
        return self._stools[loft]
