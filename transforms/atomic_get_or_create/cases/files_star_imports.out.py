from shapes import *


class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, object] = {}

    def hidden(self, room: str):
        if room not in self._seats:
            self._seats[room] = set()
        return self._seats[room]

    def of_a_method(self, hall: str):
        return self._seats.setdefault(hall, dict())

    def hidden_behind(self, box: str):
        if box not in self._seats:
            self._seats[box] = list()
        return self._seats[box]
