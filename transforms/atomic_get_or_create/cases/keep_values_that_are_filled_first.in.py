class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[str]] = {}

    def seats(self, room: str) -> list[str]:
        seats = self._seats.get(room)
        if seats is None:
            seats = []
            seats.append(room)
            self._seats[room] = seats
        return seats
