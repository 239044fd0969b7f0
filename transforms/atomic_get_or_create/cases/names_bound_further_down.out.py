FIRST = 1


class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[int]] = {}

    def before(self, room: str) -> list[int]:
        return self._seats.setdefault(room, [FIRST])

    def behind(self, hall: str) -> list[int]:
        return self._seats.setdefault(hall, [LAST])


LAST = 9
