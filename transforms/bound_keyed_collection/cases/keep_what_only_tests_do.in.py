class Rooms:
    def __init__(self) -> None:
        self._seats: dict[str, list[int]] = {}

    def seat(self, room: str) -> None:
        self._seats.setdefault(room, []).append(1)

    def drop(self, room: str) -> None:
        self._seats.pop(room, None)

    def count(self) -> int:
        return len(self._seats)
