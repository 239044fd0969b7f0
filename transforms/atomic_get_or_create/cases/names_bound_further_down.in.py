FIRST = 1


class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[int]] = {}

    def before(self, room: str) -> list[int]:
        if room not in self._seats:
            self._seats[room] = [FIRST]
        return self._seats[room]

    def behind(self, hall: str) -> list[int]:
        if hall not in self._seats:
            self._seats[hall] = [LAST]
        return self._seats[hall]


LAST = 9
