from shapes import *


class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, object] = {}

    def hidden(self, room: str):
        if room not in self._seats:
            self._seats[room] = set()
        return self._seats[room]

    def of_a_method(self, hall: str):
        if hall not in self._seats:
            self._seats[hall] = dict()
        return self._seats[hall]

    def hidden_behind(self, box: str):
        if box not in self._seats:
            self._seats[box] = list()
        return self._seats[box]
