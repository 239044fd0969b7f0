"""Objects that are handed to others."""

import aiohub


class Agent:
    def __init__(self) -> None:
        #: uses `self._inbox` = write@inbox_new, append()@inbox_add
        #: followed `self._inbox` = yes
        self._inbox: list[str] = []  #: @inbox_new
        #: followed `self.outbox` = no
        self.outbox: list[str] = []

    def start(self) -> None:
        aiohub.attach(self)

    def receive(self, text: str) -> None:
        self._inbox.append(text)  #: @inbox_add


class Board:
    def attach(self, guest: "Guest") -> None:
        guest.seats.append(1)  #: @seats_add


class Guest:
    def __init__(self, board: Board) -> None:
        #: uses `self.seats` = write@seats_new, append()@seats_add
        #: followed `self.seats` = yes
        self.seats: list[int] = []  #: @seats_new
        board.attach(self)
