from collections import defaultdict


class Board:
    def __init__(self) -> None:
        self._seats: dict[str, list[int]] = defaultdict(list)
        self._moves: dict[str, list[int]] = {}

    def move(self, player: str, move: int) -> None:
        if player not in self._seats:
            return
        self._seats[player].append(move)

    def undo(self) -> None:
        for player in self._moves:
            self._moves[player] = []
        for player, moves in self._seats.items():
            self._seats[player] = moves[:-1]

    def look(self, player: str) -> list[int]:
        return self._seats.get(player, []) + self._moves.get(player, [])
