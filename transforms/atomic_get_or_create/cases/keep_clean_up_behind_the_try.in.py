class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[str]] = {}

    def seats(self, room: str) -> list[str]:
        try:
            seats = self._seats[room]
        except KeyError:
            seats = self._seats[room] = []
        finally:
            print("asked for", room)
        return seats
