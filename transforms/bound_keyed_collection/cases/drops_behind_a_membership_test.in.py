class Rooms:
    def __init__(self) -> None:
        self.members: dict[str, set[str]] = {}
        self.history: dict[str, list[str]] = {}

    def join(self, room: str, user: str) -> None:
        self.members.setdefault(room, set()).add(user)
        self.history.setdefault(room, []).append(f"{user} joined")

    def say(self, room: str, text: str) -> list[str]:
        self.history.setdefault(room, []).append(text)
        return self.history[room][-3:]

    def leave(self, room: str, user: str) -> None:
        self.members[room].discard(user)
        if not self.members[room]:
            self.close_room(room)

    def close_room(self, room: str) -> None:
        if room in self.members:
            del self.members[room]  # all are gone
        self._announce(room)

    def _announce(self, room: str) -> None:
        print(f"{room} is closed")
