class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[str]] = {}

    def seats(self, room: str) -> list[str]:
        if room not in self._seats:
            room = room.lower()
            self._seats[room] = []
        return self._seats[room]
