class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[int]] = {}

    def seats(self, room: str) -> list[int]:
        return self._seats.setdefault(room, [])


class Halls:
    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}

    def rows(self, hall: str) -> list[int]:
        return self._rows.setdefault(hall, [])


class Boxes:
    def __init__(self) -> None:
        self._chairs: dict[str, list[int]] = {}

    def chairs(self, box: str) -> list[int]:
        return self._chairs.setdefault(box, [])


class Stalls:
    def __init__(self) -> None:
        self._benches: dict[str, list[int]] = {}

    def benches(self, stall: str) -> list[int]:
        return self._benches.setdefault(stall, [])


class Lofts:
    def __init__(self) -> None:
        self._stools: dict[str, list[int]] = {}

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value)

    def stools(self, loft: str) -> list[int]:
        return self._stools.setdefault(loft, [])
