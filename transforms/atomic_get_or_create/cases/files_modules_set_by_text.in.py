rooms: dict[str, list[int]] = {}
halls: dict[str, list[int]] = {}
boxes: dict[str, list[int]] = {}


def room(name: str) -> list[int]:
    if name not in rooms:
        rooms[name] = []
    return rooms[name]


def hall(name: str) -> list[int]:
    if name not in halls:
        halls[name] = []
    return halls[name]


def box(name: str) -> list[int]:
    if name not in boxes:
        boxes[name] = []
    return boxes[name]


def load(state):
    globals()["rooms"] = state
