rooms: dict[str, list[int]] = {}
halls: dict[str, list[int]] = {}
boxes: dict[str, list[int]] = {}


def room(name: str) -> list[int]:
    return rooms.setdefault(name, [])


def hall(name: str) -> list[int]:
    return halls.setdefault(name, [])


def box(name: str) -> list[int]:
    return boxes.setdefault(name, [])


def load(state):
    globals()["rooms"] = state
